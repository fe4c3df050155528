export declare const kLocalMark = "x-signalbox-local";
