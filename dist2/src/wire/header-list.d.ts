/** Name, value, name, value, … in their order; a repeated field stands there as often as it came. */
export type HeaderList = readonly string[];
/**
 * The text of a list; names become lower case.
 *
 * @throws CenterError ERR_BAD_ARGUMENT that names the field and the rule.
 */
export declare function headerText(list: HeaderList): string;
/** The text of fields by name; an array is a repeated field. @throws CenterError ERR_BAD_ARGUMENT. */
export declare function headerTextOf(fields: Readonly<Record<string, string | readonly string[]>>): string;
/** The list of a text; what is no field in it is left out, and so is a field with CR or NUL, which would end it elsewhere. */
export declare function headerListOf(text: string): HeaderList;
/** First value of a field; `name` in lower case. */
export declare function headerOf(list: HeaderList, name: string): string | undefined;
/** Fields by name; a repeated one is joined with ', ', cookies with '; ' (RFC 9110 §5.3, RFC 6265 §5.4). */
export declare function headerRecordOf(list: HeaderList): Readonly<Record<string, string>>;
/** Cookies by name; the first of a name counts. A value with broken percent-encoding stays as it is. */
export declare function cookiesOf(text: string): Readonly<Record<string, string>>;
