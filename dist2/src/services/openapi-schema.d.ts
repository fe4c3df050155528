/**
 * A schema as it stands in the document.
 *
 * @param text what the station said.
 * @param place where it will stand, as a reference: its own references are made to point there.
 */
export declare function embedSchema(text: string, place: string): unknown;
