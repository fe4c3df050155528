export declare const words: string[];
export declare function fuzz(data: Buffer): void;
