export declare class Sum {
    #private;
    add(text: string): void;
    get text(): string;
}
