import { randomBytes, randomInt } from 'node:crypto'
import type { Scope } from './store/store.ts'

/** `digits` random hexadecimal digits, such as EC2's 17 after the prefix or a task's 32. */
export function hexId(digits: number): string {
  return randomBytes(Math.ceil(digits / 2))
    .toString('hex')
    .slice(0, digits)
}

/** `length` random decimal digits, without a leading zero, such as the 19 of `ecs-svc/…`. */
export function decimalId(length: number): string {
  return Array.from({ length }, (_, index) => randomInt(index === 0 ? 1 : 0, 10)).join('')
}

/** An ARN in the scope's account and region; global services pass the region ''. */
export function arn(scope: Scope, service: string, resource: string, region = scope.region): string {
  return `arn:aws:${service}:${region}:${scope.accountId}:${resource}`
}
