type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

type NumberOf<Text> = Text extends `${infer Value extends number}` ? Value : never;

/** The statuses that begin with a digit: `StatusRange<4>` is 400 to 499. */
export type StatusRange<First extends 1 | 2 | 3 | 4 | 5> = NumberOf<`${First}${Digit}${Digit}`>;
