package processpool.schedule;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Loads the pool anew, its room {@code schedule} so that memory can run out wherever a move takes
 * some: at each object, array and lambda that it makes, and in the JDK's collections.
 */
final class ShortageLoader extends ClassLoader {
  private static final String ROOM = "processpool.schedule.";
  private static final String LIST = "java/util/ArrayList";
  private static final String ROOMY_LIST = "processpool/schedule/Shortage$RoomyList";

  /** Those that wait for memory themselves, or are not about moves. */
  private static final Set<String> LEFT_OUT =
      Set.of("Room", "Callbacks", "Helpers", "Timer", "ProgramEnd", "Figures");

  /** Methods of the JDK's collections that take none. */
  private static final Set<String> TAKE_NONE =
      Set.of("size", "get", "isEmpty", "remove", "clear", "contains", "peek", "poll", "hasNext");

  ShortageLoader() {
    super(ShortageLoader.class.getClassLoader());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith("processpool.")) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] code = in.readAllBytes();
      byte[] changed = isWoven(name) ? woven(code) : code;
      return defineClass(name, changed, 0, changed.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /** The pool's own, not the model's. */
  private static boolean isWoven(String name) {
    String simple = name.substring(name.lastIndexOf('.') + 1);
    int inner = simple.indexOf('$');
    String outer = inner < 0 ? simple : simple.substring(0, inner);
    return name.startsWith(ROOM)
        && !outer.startsWith("Model")
        && !outer.startsWith("Shortage")
        && !outer.equals("Nothing")
        && !LEFT_OUT.contains(outer);
  }

  private static byte[] woven(byte[] code) {
    ClassReader reader = new ClassReader(code);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String type, String signature, String[] thrown) {
            MethodVisitor method = super.visitMethod(access, name, type, signature, thrown);
            boolean plain = name.equals("<clinit>") || name.equals("toString");
            return plain || name.equals("figures") ? method : new Weaver(method);
          }
        },
        0);
    return writer.toByteArray();
  }

  private static final class Weaver extends MethodVisitor {
    Weaver(MethodVisitor to) {
      super(Opcodes.ASM9, to);
    }

    private void take() {
      String shortage = Shortage.class.getName().replace('.', '/');
      super.visitMethodInsn(Opcodes.INVOKESTATIC, shortage, "take", "()V", false);
    }

    @Override
    public void visitTypeInsn(int what, String type) {
      boolean makes = what == Opcodes.NEW;
      super.visitTypeInsn(what, makes && type.equals(LIST) ? ROOMY_LIST : type);
      boolean thrown = type.endsWith("Exception") || type.endsWith("Error");
      if ((makes && !thrown) || what == Opcodes.ANEWARRAY) {
        take();
      }
    }

    @Override
    public void visitIntInsn(int what, int operand) {
      super.visitIntInsn(what, operand);
      if (what == Opcodes.NEWARRAY) {
        take();
      }
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String type, Handle by, Object... more) {
      if (!type.startsWith("()")) { // one that captures nothing is made once
        take();
      }
      super.visitInvokeDynamicInsn(name, type, by, more);
    }

    @Override
    public void visitMethodInsn(int how, String owner, String name, String type, boolean face) {
      if (how == Opcodes.INVOKESPECIAL) {
        boolean list = owner.equals(LIST) && name.equals("<init>");
        super.visitMethodInsn(how, list ? ROOMY_LIST : owner, name, type, face);
        return;
      }
      if (takesMemory(owner, name, type)) {
        take();
      }
      super.visitMethodInsn(how, owner, name, type, face);
    }

    private static boolean takesMemory(String owner, String name, String type) {
      boolean ofLists = owner.equals(LIST) || owner.equals("java/util/List");
      boolean doesItself = ofLists && (name.startsWith("add") || name.equals("ensureCapacity"));
      return owner.startsWith("java/util/")
          && !owner.startsWith("java/util/concurrent/")
          && !owner.startsWith("java/util/function/")
          && !owner.equals("java/util/Objects")
          && !owner.equals("java/util/Iterator")
          && !TAKE_NONE.contains(name)
          && !type.startsWith("()Ljava/util/List;")
          && !doesItself;
    }
  }
}
