package processpool.docs.api;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a compiled module shows to everybody: the public types of the packages it exports. */
final class Face {
  /** Everything has them. */
  private static final Set<String> OF_EVERY_OBJECT =
      Set.of("toString()", "hashCode()", "equals(Object)");

  /**
   * A type or a member.
   *
   * @param type the type's name as in source code
   * @param key the member's name and its parameters' simple types; empty for the type itself
   * @param text what users see of it
   */
  record Line(String type, String key, String text) {}

  private final Set<String> exported = new TreeSet<>();

  private Face() {}

  /** All lines of the module that a class is of: each type, below it its members, sorted. */
  static List<Line> of(Class<?> any) throws IOException {
    Face face = new Face();
    List<Class<?>> types = face.types(any);
    List<Line> lines = new ArrayList<>();
    for (Class<?> type : types) {
      lines.add(new Line(name(type), "", Texts.type(type)));
      lines.addAll(face.members(type));
    }
    return lines;
  }

  private List<Class<?>> types(Class<?> any) throws IOException {
    Set<String> names = new TreeSet<>();
    ModuleReference module = ModuleFinder.of(place(any)).findAll().iterator().next();
    for (ModuleDescriptor.Exports one : module.descriptor().exports()) {
      if (!one.isQualified()) {
        exported.add(one.source());
      }
    }
    try (ModuleReader reader = module.open()) {
      for (String file : reader.list().toList()) {
        int folder = file.lastIndexOf('/');
        if (file.endsWith(".class")
            && folder > 0
            && exported.contains(file.substring(0, folder).replace('/', '.'))) {
          names.add(file.substring(0, file.length() - 6).replace('/', '.'));
        }
      }
    }
    List<Class<?>> types = new ArrayList<>();
    for (String name : names) {
      Class<?> type = load(name, any);
      if (isVisible(type)) {
        types.add(type);
      }
    }
    return types;
  }

  private static Path place(Class<?> any) throws IOException {
    try {
      return Path.of(any.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException("not in a folder or jar: class=" + any.getName(), e);
    }
  }

  private static Class<?> load(String name, Class<?> beside) throws IOException {
    try {
      return Class.forName(name, false, beside.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IOException("compiled, and not to be loaded: class=" + name, e);
    }
  }

  private static boolean isVisible(Class<?> type) {
    Class<?> around = type.getDeclaringClass();
    return !type.isAnonymousClass()
        && !type.isLocalClass()
        && !type.isSynthetic()
        && isShown(type.getModifiers())
        && (around == null || isVisible(around));
  }

  private static boolean isShown(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  static String name(Class<?> type) {
    return type.getName().replace('$', '.');
  }

  private List<Line> members(Class<?> type) {
    Set<String> seen = new TreeSet<>();
    List<Line> lines = new ArrayList<>();
    for (Constructor<?> one : type.getDeclaredConstructors()) {
      add(type, one, lines, seen);
    }
    // What is inherited from a type that nobody can name counts as the type's own.
    for (Class<?> from = type; from != null && isOwn(from, type); from = from.getSuperclass()) {
      for (Field one : from.getDeclaredFields()) {
        if (isShown(one.getModifiers()) && !one.isSynthetic()) {
          lines.add(new Line(name(type), one.getName(), Texts.field(one)));
        }
      }
      for (Method one : from.getDeclaredMethods()) {
        if (!isOfEveryEnum(one)) {
          add(type, one, lines, seen);
        }
      }
    }
    lines.sort(java.util.Comparator.comparing(Line::text));
    return lines;
  }

  private boolean isOwn(Class<?> from, Class<?> type) {
    return from == type
        || (!from.getName().startsWith("java.") && !exported.contains(from.getPackageName()));
  }

  private static boolean isOfEveryEnum(Method method) {
    return method.getDeclaringClass().isEnum()
        && Set.of("values", "valueOf").contains(method.getName());
  }

  private static void add(Class<?> type, Executable one, List<Line> lines, Set<String> seen) {
    String own = one instanceof Constructor<?> ? "<init>" : one.getName();
    String key = own + Texts.simpleParameters(one);
    if (isShown(one.getModifiers())
        && !one.isSynthetic()
        && !OF_EVERY_OBJECT.contains(key)
        && seen.add(key)) {
      lines.add(new Line(name(type), key, Texts.executable(one, type.getSimpleName())));
    }
  }

  /** As a file: since when, then what; members are moved to the right. */
  static String file(List<Line> lines, Sinces sinces) {
    return lines.stream()
        .map(
            line ->
                (line.key().isEmpty() ? "\n" : "")
                    + sinces.of(line)
                    + (line.key().isEmpty() ? " " : "   ")
                    + line.text()
                    + "\n")
        .collect(Collectors.joining());
  }
}
