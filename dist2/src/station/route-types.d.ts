import type { StandardSchemaV1 } from '@standard-schema/spec';
type Segments<Path extends string> = Path extends `${infer Head}/${infer Tail}` ? Head | Segments<Tail> : Path;
type NameOf<Segment extends string> = Segment extends `:${infer Name}` ? Name : Segment extends '*' ? '*' : never;
/** `{ id: string }` for `GET /orders/:id`. */
export type ParamsOf<Route extends string> = {
    readonly [Name in NameOf<Segments<Route>>]: string;
};
/** What a route takes and answers. */
export type RouteShape = {
    readonly body: unknown;
    readonly reply: unknown;
};
/** Routes by name, as a station's type carries them. */
export type RouteMap = Readonly<Record<string, RouteShape>>;
/** The input of a schema; unknown without one. */
export type InputOf<Schema> = Schema extends StandardSchemaV1 ? StandardSchemaV1.InferInput<Schema> : unknown;
/** The output of a schema; unknown without one. */
export type OutputOf<Schema> = Schema extends StandardSchemaV1 ? StandardSchemaV1.InferOutput<Schema> : unknown;
/** The routes that a station's type carries: `connect<RoutesOf<typeof orders>>()`. */
export type RoutesOf<Carrier> = Carrier extends {
    readonly routeTypes?: infer Routes;
} ? NonNullable<Routes> : never;
export {};
