package dev.jocker.cli.template;

/** A field that is not there: false when asked for, an error where its value is wanted. */
record Missing(Place place, String message) {
    TemplateException exception() {
        return new TemplateException(place, message);
    }
}
