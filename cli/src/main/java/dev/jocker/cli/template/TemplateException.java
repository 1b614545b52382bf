package dev.jocker.cli.template;

/** A template that is none, or does not fit what it is given; one line, with the place as {@code LINE:COLUMN}. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TemplateException(Place place, String message) {
        super(place + ": " + message);
    }
}
