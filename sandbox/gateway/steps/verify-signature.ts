import type { Step } from '../exchange.ts'

export const verifySignature: Step = () => undefined
