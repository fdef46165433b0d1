/** The lab's id; the stacks' names begin with it, as starter/cdk.json says. */
export const LAB = 'all-as-code'

/** The stacks that are deployed here, by their ids in the app, in the order in which they need each other. */
export const STACKS = {
  Network: `${LAB}-network`,
  Data: `${LAB}-data`,
  Service: `${LAB}-service`,
} as const

/** The stack that `cdk bootstrap` makes; of this lab alone, so that one of the account's own stays as it is. */
export const TOOLKIT = `${LAB}-toolkit`

/** Nobody is asked: the lesson has shown what will come. */
export const deploy = (stack: keyof typeof STACKS, ...choices: string[]) =>
  ['cdk deploy', stack, '--require-approval never', ...choices].join(' ')
