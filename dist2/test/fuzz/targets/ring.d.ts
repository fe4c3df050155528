export declare function fuzz(data: Buffer): void;
