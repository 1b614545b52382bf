package dev.jocker.cli.template;

/** Where in a template something stands, both counted from one. */
record Place(int line, int column) {
    @Override
    public String toString() {
        return line + ":" + column;
    }
}
