/** How the worker ends, and memory that it watches. */
export type WorkerPlan = {
    readonly ending: 'exit' | 'exit-in-turn' | 'throw-in-turn' | 'terminated-asleep' | 'terminated-busy' | 'terminated-in-turn' | 'released-while-watched';
    readonly shared: SharedArrayBuffer;
    readonly memoryFile: number;
    readonly memoryBytes: number;
};
