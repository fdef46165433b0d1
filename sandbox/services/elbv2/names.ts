import { validationError } from './errors.ts'

/** Load balancer names: 32 letters, digits and hyphens at most, not beginning with `internal-`. */
export function checkLoadBalancerName(name: string | undefined): asserts name is string {
  if (!name) throw validationError('Load balancer name cannot be empty')
  checkName(name, 'load balancer name')
  if (name.startsWith('internal-')) {
    throw validationError(`The load balancer name '${name}' cannot begin with the prefix 'internal-'`)
  }
}

/** Target group names: 32 letters, digits and hyphens at most. */
export function checkTargetGroupName(name: string | undefined): asserts name is string {
  if (!name) throw validationError('Target group name cannot be empty')
  checkName(name, 'target group name')
}

function checkName(name: string, what: string): void {
  if (name.length > 32) throw validationError(`The ${what} '${name}' cannot be longer than '32' characters`)
  if (!/^[a-zA-Z0-9-]+$/.test(name)) {
    throw validationError(
      `The ${what} '${name}' can only contain characters that are alphanumeric characters and hyphens(-)`,
    )
  }
  if (name.startsWith('-') || name.endsWith('-')) {
    throw validationError(`The ${what} '${name}' cannot begin or end with a hyphen(-)`)
  }
}
