package dev.jocker.cli.template;

import dev.jocker.cli.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes a tree of a template's tokens. */
final class TemplateParser {
    private static final Set<String> ENDS = Set.of("end", "else");

    private final List<Token> tokens;
    private int at;

    private TemplateParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static List<Node> parse(String text) {
        var parser = new TemplateParser(TemplateScanner.scan(text));
        List<Node> nodes = parser.block();
        if (parser.peek().kind() != Kind.END) {
            throw new TemplateException(parser.peek().place(), parser.ahead(1) + " without a beginning");
        }
        return nodes;
    }

    /** Up to the end, or to {@code {{end}}} or {@code {{else}}}, which it leaves for the caller. */
    private List<Node> block() {
        List<Node> nodes = new ArrayList<>();
        while (peek().kind() != Kind.END) {
            if (peek().kind() == Kind.TEXT) {
                nodes.add(new Node.Text(next().text()));
            } else if (ahead(1).kind() == Kind.WORD && ENDS.contains(ahead(1).text())) {
                break;
            } else {
                next();
                if (peek().kind() == Kind.CLOSE) { // a comment
                    next();
                } else {
                    nodes.add(action());
                }
            }
        }
        return nodes;
    }

    private Node action() {
        Token first = peek();
        if (first.kind() == Kind.WORD) {
            switch (first.text()) {
                case "if", "with" -> {
                    next();
                    return condition(first);
                }
                case "range" -> {
                    next();
                    return range(first);
                }
                case "define", "template", "block", "break", "continue" ->
                    throw new TemplateException(first.place(), first + " is not supported");
                default -> {}
            }
        }
        if (first.kind() == Kind.VARIABLE && ahead(1).kind() == Kind.SIGN) {
            String sign = ahead(1).text();
            if (sign.equals(":=") || sign.equals("=")) {
                next();
                next();
                var assignment = new Node.Assign(first.place(), first.text(), sign.equals(":="), pipeline());
                close();
                return assignment;
            }
        }
        var print = new Node.Print(pipeline());
        close();
        return print;
    }

    private Node condition(Token word) {
        Expression value = pipeline();
        close();
        List<Node> then = block();
        List<Node> otherwise = otherwise(word);
        return word.text().equals("if") ? new Node.If(value, then, otherwise) : new Node.With(value, then, otherwise);
    }

    /** {@code {{else}}…{{end}}}, {@code {{else if …}}}, or {@code {{end}}}. */
    private List<Node> otherwise(Token word) {
        if (peek().kind() == Kind.END) {
            throw new TemplateException(word.place(), word + " without {{end}}");
        }
        next();
        if (next().text().equals("end")) {
            close();
            return List.of();
        }
        if (peek().kind() == Kind.WORD
                && (peek().text().equals("if") || peek().text().equals("with"))) {
            return List.of(condition(next()));
        }
        close();
        List<Node> nodes = block();
        if (peek().kind() == Kind.END || !ahead(1).text().equals("end")) {
            throw new TemplateException(word.place(), word + " without {{end}}");
        }
        next();
        next();
        close();
        return nodes;
    }

    private Node range(Token word) {
        String key = null;
        String value = null;
        if (peek().kind() == Kind.VARIABLE && ahead(1).is(Kind.SIGN, ":=")) {
            value = next().text();
            next();
        } else if (peek().kind() == Kind.VARIABLE && ahead(1).is(Kind.SIGN, ",")) {
            key = next().text();
            next();
            value = expect(Kind.VARIABLE, "a variable").text();
            if (!next().is(Kind.SIGN, ":=")) {
                throw new TemplateException(word.place(), "range takes $key, $value := of what");
            }
        }
        Expression of = pipeline();
        close();
        List<Node> each = block();
        return new Node.Range(word.place(), key, value, of, each, otherwise(word));
    }

    /** {@code a | b | c}: what one gives is the last argument of the next. */
    private Expression pipeline() {
        Expression value = command(null);
        while (peek().is(Kind.SIGN, "|")) {
            next();
            value = command(value);
        }
        return value;
    }

    private Expression command(Expression piped) {
        Token first = peek();
        if (first.kind() == Kind.WORD && !isConstant(first.text())) {
            next();
            List<Expression> arguments = arguments();
            if (piped != null) {
                arguments.add(piped);
            }
            TemplateFunctions.check(first.place(), first.text(), arguments.size());
            return new Expression.Call(first.place(), first.text(), arguments);
        }
        Expression operand = operand();
        List<Expression> arguments = arguments();
        if (piped != null) {
            arguments.add(piped);
        }
        if (arguments.isEmpty()) {
            return operand;
        }
        if (operand instanceof Expression.Field field) {
            return new Expression.Field(field.place(), field.of(), field.name(), arguments);
        }
        throw new TemplateException(first.place(), first + " is no function: it takes no arguments");
    }

    private List<Expression> arguments() {
        List<Expression> arguments = new ArrayList<>();
        while (startsOperand(peek())) {
            arguments.add(operand());
        }
        return arguments;
    }

    private static boolean startsOperand(Token token) {
        return switch (token.kind()) {
            case FIELD, DOT, VARIABLE, WORD, STRING, NUMBER -> true;
            default -> token.is(Kind.SIGN, "(");
        };
    }

    /** One word, with the fields that hang on it. */
    private Expression operand() {
        Token token = next();
        Expression value = switch (token.kind()) {
            case DOT -> new Expression.Dot(token.place());
            case FIELD ->
                new Expression.Field(token.place(), new Expression.Dot(token.place()), token.text(), List.of());
            case VARIABLE -> new Expression.Variable(token.place(), token.text());
            case STRING -> new Expression.Constant(token.place(), token.text());
            case NUMBER -> new Expression.Constant(token.place(), number(token));
            case WORD -> word(token);
            default -> parenthesis(token);
        };
        while (peek().kind() == Kind.FIELD && !peek().spaced()) {
            Token field = next();
            value = new Expression.Field(field.place(), value, field.text(), List.of());
        }
        return value;
    }

    private Expression parenthesis(Token token) {
        if (!token.is(Kind.SIGN, "(")) {
            throw new TemplateException(token.place(), "expected a value, found " + token);
        }
        Expression value = pipeline();
        if (!next().is(Kind.SIGN, ")")) {
            throw new TemplateException(token.place(), "'(' without ')'");
        }
        return value;
    }

    private static boolean isConstant(String word) {
        return word.equals("true") || word.equals("false") || word.equals("nil");
    }

    /** As an argument: a constant, or a function that takes none. */
    private static Expression word(Token token) {
        if (isConstant(token.text())) {
            Object value =
                    token.text().equals("nil") ? null : (Object) token.text().equals("true");
            return new Expression.Constant(token.place(), value);
        }
        TemplateFunctions.check(token.place(), token.text(), 0);
        return new Expression.Call(token.place(), token.text(), List.of());
    }

    private static Object number(Token token) {
        try {
            return token.text().indexOf('.') < 0 ? (Object) Long.decode(token.text()) : Double.valueOf(token.text());
        } catch (NumberFormatException e) {
            throw new TemplateException(token.place(), token + " is no number");
        }
    }

    private void close() {
        if (peek().kind() != Kind.CLOSE) {
            throw new TemplateException(peek().place(), "expected '}}', found " + peek());
        }
        next();
    }

    private Token expect(Kind kind, String what) {
        if (peek().kind() != kind) {
            throw new TemplateException(peek().place(), "expected " + what + ", found " + peek());
        }
        return next();
    }

    private Token peek() {
        return ahead(0);
    }

    private Token ahead(int count) {
        return tokens.get(Math.min(at + count, tokens.size() - 1));
    }

    private Token next() {
        Token token = peek();
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }
}
