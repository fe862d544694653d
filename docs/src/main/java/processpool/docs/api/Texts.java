package processpool.docs.api;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Types and members in words that are the same on every JDK. */
final class Texts {
  private Texts() {}

  static String type(Class<?> type) {
    boolean plain = !type.isInterface() && !type.isEnum() && !type.isRecord();
    StringBuilder text = new StringBuilder();
    text.append(Modifier.isProtected(type.getModifiers()) ? "protected " : "");
    text.append(plain && Modifier.isAbstract(type.getModifiers()) ? "abstract " : "");
    text.append(plain && Modifier.isFinal(type.getModifiers()) ? "final " : "");
    text.append(type.isSealed() ? "sealed " : "");
    text.append(kind(type)).append(' ').append(Face.name(type));
    text.append(variables(type.getTypeParameters()));
    Type above = type.getGenericSuperclass();
    if (plain && above != null && above != Object.class) {
      text.append(" extends ").append(name(above));
    }
    if (type.getGenericInterfaces().length > 0) {
      text.append(type.isInterface() ? " extends " : " implements ");
      text.append(names(type.getGenericInterfaces()));
    }
    return text.toString();
  }

  private static String kind(Class<?> type) {
    if (type.isAnnotation()) {
      return "@interface";
    } else if (type.isInterface()) {
      return "interface";
    } else if (type.isEnum()) {
      return "enum";
    }
    return type.isRecord() ? "record" : "class";
  }

  static String field(Field field) {
    if (field.isEnumConstant()) {
      return "constant " + field.getName();
    }
    return modifiers(field.getModifiers()) + name(field.getGenericType()) + " " + field.getName();
  }

  static String executable(Executable one, String owner) {
    StringBuilder text = new StringBuilder(modifiers(one.getModifiers()));
    text.append(one instanceof Method method && method.isDefault() ? "default " : "");
    String variables = variables(one.getTypeParameters());
    text.append(variables).append(variables.isEmpty() ? "" : " ");
    if (one instanceof Method method) {
      text.append(name(method.getGenericReturnType())).append(' ').append(one.getName());
    } else {
      text.append(owner);
    }
    text.append('(').append(parameters(one)).append(')');
    if (one.getGenericExceptionTypes().length > 0) {
      text.append(" throws ").append(names(one.getGenericExceptionTypes()));
    }
    return text.toString();
  }

  private static String modifiers(int all) {
    return (Modifier.isProtected(all) ? "protected " : "")
        + (Modifier.isStatic(all) ? "static " : "")
        + (Modifier.isAbstract(all) ? "abstract " : "")
        + (Modifier.isFinal(all) ? "final " : "");
  }

  private static String parameters(Executable one) {
    List<String> all = new ArrayList<>();
    for (Type type : one.getGenericParameterTypes()) {
      all.add(name(type));
    }
    if (one.isVarArgs()) {
      int last = all.size() - 1;
      all.set(last, all.get(last).replaceFirst("\\[]$", "..."));
    }
    return String.join(", ", all);
  }

  private static String variables(TypeVariable<?>[] variables) {
    return variables.length == 0
        ? ""
        : Arrays.stream(variables)
            .map(
                one ->
                    one.getBounds()[0] == Object.class
                        ? one.getName()
                        : one.getName() + " extends " + names(one.getBounds()).replace(", ", " & "))
            .collect(Collectors.joining(", ", "<", ">"));
  }

  private static String names(Type[] types) {
    return Arrays.stream(types).map(Texts::name).collect(Collectors.joining(", "));
  }

  private static String name(Type type) {
    return type.getTypeName().replace('$', '.').replaceAll("\\bjava\\.lang\\.(?=[A-Z])", "");
  }

  /** As {@link Sinces} finds them in source code: without packages and type arguments. */
  static String simpleParameters(Executable one) {
    return Arrays.stream(one.getGenericParameterTypes())
        .map(Texts::simple)
        .collect(Collectors.joining(",", "(", ")"));
  }

  private static String simple(Type type) {
    if (type instanceof Class<?> raw) {
      return raw.getSimpleName();
    } else if (type instanceof ParameterizedType generic) {
      return simple(generic.getRawType());
    } else if (type instanceof GenericArrayType array) {
      return simple(array.getGenericComponentType()) + "[]";
    }
    return type.getTypeName();
  }
}
