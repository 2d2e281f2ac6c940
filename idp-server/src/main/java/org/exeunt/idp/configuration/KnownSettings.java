package org.exeunt.idp.configuration;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.ResolvableType;

/**
 * The names of all settings, as a tree made from the records that they are bound to. Names are compared as Spring Boot does:
 * without dashes, underscores and case.
 */
final class KnownSettings {

    private final Group root = new Group(new LinkedHashMap<>());

    /** One setting, or all below a name. */
    private sealed interface Node {}

    /** A value, or a list of values. */
    private record Value() implements Node {}

    /** Settings by their names. */
    private record Group(Map<String, Named> settings) implements Node {}

    /** Settings by keys that users choose. */
    private record Keyed(Node entry) implements Node {}

    /** Settings by number. */
    private record Numbered(Node entry) implements Node {}

    private record Named(String name, Node node) {}

    /** What is known of a name. */
    sealed interface Result {}

    /** There is such a setting. */
    record Known() implements Result {}

    /**
     * There is none.
     *
     * @param suggestion the name that was probably meant; {@code null} if none is similar
     */
    record Unknown(@Nullable String suggestion) implements Result {}

    /**
     * A key that has characters which Spring Boot drops from it unless it stands in brackets.
     *
     * @param path the name of the setting whose key it is
     * @param key the key as it was meant
     */
    record UnusableKey(String path, String key) implements Result {}

    /** Adds the settings below a prefix. */
    void add(String prefix, Class<?> type) {
        if (node(ResolvableType.forClass(type)) instanceof Group added) {
            merge(group(prefix), added);
        }
    }

    /** Adds a setting that no record has. */
    void add(String name) {
        int last = name.lastIndexOf('.');
        String element = name.substring(last + 1);
        group(name.substring(0, last)).settings.putIfAbsent(Spelling.uniform(element), new Named(element, new Value()));
    }

    private Group group(String prefix) {
        Group group = root;
        for (String element : prefix.split("\\.", -1)) {
            group = (Group) group.settings
                    .computeIfAbsent(
                            Spelling.uniform(element), _ -> new Named(element, new Group(new LinkedHashMap<>())))
                    .node();
        }
        return group;
    }

    /** Two records may stand for one prefix, or one below the other's. */
    private static void merge(Group group, Group added) {
        added.settings.forEach((name, setting) -> {
            Named known = group.settings.putIfAbsent(name, setting);
            if (known != null && known.node() instanceof Group before && setting.node() instanceof Group also) {
                merge(before, also);
            }
        });
    }

    private static Node node(ResolvableType type) {
        Class<?> raw = type.resolve(Object.class);
        if (Map.class.isAssignableFrom(raw)) {
            return new Keyed(node(type.asMap().getGeneric(1)));
        }
        if (Collection.class.isAssignableFrom(raw)) {
            return new Numbered(node(type.asCollection().getGeneric(0)));
        }
        if (!raw.isRecord()) {
            return new Value();
        }
        var group = new Group(new LinkedHashMap<>());
        for (RecordComponent component : raw.getRecordComponents()) {
            String name = DataObjectPropertyName.toDashedForm(component.getName());
            group.settings.put(
                    Spelling.uniform(name), new Named(name, node(ResolvableType.forType(component.getGenericType()))));
        }
        return group;
    }

    /** Looks up a name as it stands in a file or on the command line, {@code exeunt.clients.shop.name} for example. */
    Result lookUp(String name) {
        return lookUp(root, "", name, name);
    }

    private Result lookUp(Node node, String path, String rest, String whole) {
        if (rest.isEmpty()) {
            return new Known();
        }
        if (rest.startsWith("[")) {
            int end = rest.indexOf(']');
            Optional<Node> entry = entry(node);
            return end < 0 || entry.isEmpty()
                    ? new Unknown(null)
                    : lookUp(entry.get(), path + rest.substring(0, end + 1), rest.substring(end + 1), whole);
        }
        String names = rest.startsWith(".") ? rest.substring(1) : rest;
        int end = endOfElement(names, 0);
        String element = names.substring(0, end);
        return switch (node) {
            case Value() -> new Unknown(null);
            case Numbered(Node entry) ->
                element.matches("\\d+")
                        ? lookUp(entry, join(path, element), names.substring(end), whole)
                        : new Unknown(null);
            case Group(Map<String, Named> settings) -> {
                Named named = settings.get(Spelling.uniform(element));
                yield named == null
                        ? new Unknown(similar(element, settings)
                                .map(name -> join(path, name))
                                .orElse(null))
                        : lookUp(named.node(), join(path, named.name()), names.substring(end), whole);
            }
            case Keyed(Node entry) -> lookUpKey(entry, path, names, whole);
        };
    }

    /** Of a key with dots only what comes before the first one is the key for Spring Boot. */
    private Result lookUpKey(Node entry, String path, String names, String whole) {
        int first = endOfElement(names, 0);
        Result asWritten = lookUp(entry, join(path, names.substring(0, first)), names.substring(first), whole);
        if (asWritten instanceof Known) {
            return isUsable(names.substring(0, first)) ? asWritten : new UnusableKey(path, names.substring(0, first));
        }
        for (int end = first; end < names.length(); end = endOfElement(names, end + 1)) {
            String key = names.substring(0, end);
            if (!isUsable(key) && lookUp(entry, "", names.substring(end), whole) instanceof Known) {
                return new UnusableKey(path, key);
            }
        }
        return isUsable(names.substring(0, first)) ? asWritten : new UnusableKey(path, names.substring(0, first));
    }

    private static boolean isUsable(String key) {
        return key.matches("[A-Za-z0-9-]+");
    }

    private static Optional<Node> entry(Node node) {
        return switch (node) {
            case Keyed(Node entry) -> Optional.of(entry);
            case Numbered(Node entry) -> Optional.of(entry);
            case Group _, Value _ -> Optional.empty();
        };
    }

    private static int endOfElement(String names, int from) {
        for (int index = from; index < names.length(); index++) {
            if (names.charAt(index) == '.' || names.charAt(index) == '[') {
                return index;
            }
        }
        return names.length();
    }

    private static String join(String path, String element) {
        return path.isEmpty() ? element : path + "." + element;
    }

    /**
     * Looks up an environment variable by the words between its underscores. Other programs set variables that begin in the same
     * way, so one that is like no setting is taken for known.
     */
    Result lookUpVariable(List<String> words) {
        if (matches(root, words, 0, 0, 1).isPresent()) {
            return new Known();
        }
        // Spring Boot takes each word for an element of the name, and so only the first one for the key.
        Optional<String> longKey = matches(root, words, 0, 0, words.size()).filter(name -> name.contains("_"));
        if (longKey.isPresent()) {
            String name = longKey.get();
            String path = name.substring(0, name.lastIndexOf('.', name.indexOf('_')));
            return new UnusableKey(path, name.substring(path.length() + 1).split("\\.", 2)[0]);
        }
        return matches(root, words, 0, 1, 1).<Result>map(Unknown::new).orElseGet(Known::new);
    }

    /** The name of the setting that these words are, if at most so many of its elements are misspelt, and keys have so many words. */
    private static Optional<String> matches(Node node, List<String> words, int from, int misspelt, int wordsOfKey) {
        if (from == words.size()) {
            return Optional.of("");
        }
        return switch (node) {
            case Value() -> Optional.empty();
            case Keyed(Node entry) ->
                IntStream.rangeClosed(from + 1, Math.min(words.size(), from + wordsOfKey))
                        // A longer key counts only if a setting follows.
                        .filter(end -> end == from + 1 || end < words.size())
                        .mapToObj(end -> below(entry, key(words, from, end), words, end, misspelt, wordsOfKey))
                        .flatMap(Optional::stream)
                        .findFirst();
            case Numbered(Node entry) ->
                words.get(from).matches("\\d+")
                        ? below(entry, words.get(from), words, from + 1, misspelt, wordsOfKey)
                        : Optional.empty();
            case Group(Map<String, Named> settings) -> matches(settings, words, from, misspelt, wordsOfKey);
        };
    }

    private static String key(List<String> words, int from, int end) {
        return String.join("_", words.subList(from, end)).toLowerCase(Locale.ROOT);
    }

    private static Optional<String> matches(
            Map<String, Named> settings, List<String> words, int from, int misspelt, int wordsOfKey) {
        for (int end = from + 1; end <= words.size(); end++) {
            String element = Spelling.uniform(String.join("", words.subList(from, end)));
            for (Named named : settings.values()) {
                boolean same = Spelling.uniform(named.name()).equals(element);
                if (same || (misspelt > 0 && Spelling.isSimilar(element, Spelling.uniform(named.name())))) {
                    int left = same ? misspelt : misspelt - 1;
                    Optional<String> match = below(named.node(), named.name(), words, end, left, wordsOfKey);
                    if (match.isPresent()) {
                        return match;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> below(
            Node node, String element, List<String> words, int from, int misspelt, int wordsOfKey) {
        return matches(node, words, from, misspelt, wordsOfKey)
                .map(rest -> rest.isEmpty() ? element : element + "." + rest);
    }

    private static Optional<String> similar(String element, Map<String, Named> settings) {
        return Spelling.nearest(element, settings.values().stream().map(Named::name));
    }
}
