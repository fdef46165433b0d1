/** A part of a lab that did not do what it should; the message alone tells its author what and where. */
export class StepFailure extends Error {}
