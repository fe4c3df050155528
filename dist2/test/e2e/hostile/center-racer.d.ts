export type RaceOrder = 'start' | 'stop';
/** 'ready' for orders, 'won', 'stopped', or the code with which the start was refused. */
export type RaceReport = string;
