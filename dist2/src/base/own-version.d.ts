/** The version stands in package.json alone, three folders above dist/src/base. */
export declare function ownVersion(): string;
