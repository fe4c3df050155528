export declare function fuzz(data: Buffer): Promise<void>;
