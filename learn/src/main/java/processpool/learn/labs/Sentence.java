package processpool.learn.labs;

/**
 * A sentence in both languages.
 *
 * @param english in English
 * @param chinese in Chinese
 */
public record Sentence(String english, String chinese) {}
