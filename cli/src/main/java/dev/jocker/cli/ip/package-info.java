/**
 * {@code jocker ip}: the words and the output of {@code ip(8)}, over the runtime's {@code route} and {@code namespace}.
 *
 * <pre>
 *  IpCommand ─► LinkObject, AddressObject, RouteObject …    a class for each object: its verbs
 *                  │ Words ─► LinkWords, RouteWords …       what is typed, into the library's values
 *                  ▼
 *               Session ─► RouteSocket                      asked where something is to be asked
 *                  │
 *                  ▼
 *               LinkPrinter, RoutePrinter … ─► Report       what is there, as text or JSON, each value named once
 * </pre>
 */
package dev.jocker.cli.ip;
