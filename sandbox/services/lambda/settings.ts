import type { CreateFunctionRequest } from '@aws-sdk/client-lambda'
import type { Sandbox } from '../../operation.ts'
import { findRole } from '../iam/roles.ts'
import { serviceMayAssume } from '../sts/trust.ts'
import { constraint, invalid } from './errors.ts'
import { notThere } from './not-there.ts'
import type { FunctionDocument } from './store.ts'

type Settings = Partial<
  Pick<
    CreateFunctionRequest,
    | 'Runtime'
    | 'Role'
    | 'Handler'
    | 'Description'
    | 'Timeout'
    | 'MemorySize'
    | 'Environment'
    | 'LoggingConfig'
    | 'EphemeralStorage'
    | 'Layers'
  >
>
type Kept = Pick<
  FunctionDocument,
  | 'runtime'
  | 'role'
  | 'handler'
  | 'description'
  | 'timeout'
  | 'memorySize'
  | 'environment'
  | 'logGroup'
  | 'ephemeralStorageMb'
>

const RESERVED =
  /^(_HANDLER|AWS_(REGION|DEFAULT_REGION|EXECUTION_ENV|LAMBDA_.*|ACCESS_KEY.*|SECRET_ACCESS_KEY|SESSION_TOKEN)|LAMBDA_.*)$/
const LARGEST_ENVIRONMENT = 4096

/** The settings of a request, checked, over those that stand. Throws InvalidParameterValueException and ValidationException. */
export function settingsOf(sandbox: Sandbox, input: Settings, before: Kept): Kept {
  if (input.Layers?.length) throw notThere('layers: put what they bring into the zip')
  const kept: Kept = {
    runtime: input.Runtime ?? before.runtime,
    role: input.Role ?? before.role,
    handler: input.Handler ?? before.handler,
    description: input.Description ?? before.description,
    timeout: input.Timeout ?? before.timeout,
    memorySize: input.MemorySize ?? before.memorySize,
    environment: input.Environment ? { ...input.Environment.Variables } : before.environment,
    logGroup: input.LoggingConfig?.LogGroup ?? before.logGroup,
    ephemeralStorageMb: input.EphemeralStorage?.Size ?? before.ephemeralStorageMb,
  }
  range(kept.timeout, 'timeout', 1, 900)
  range(kept.memorySize, 'memorySize', 128, 10_240)
  range(kept.ephemeralStorageMb, 'ephemeralStorage.size', 512, 10_240)
  if (!/^[^\s]{1,128}$/.test(kept.handler)) {
    throw constraint(kept.handler, 'handler', 'Member must satisfy regular expression pattern: [^\\s]+')
  }
  if (!kept.handler.includes('.'))
    throw invalid(`The handler ${kept.handler} is not of the form file.function.`)
  checkRuntime(kept.runtime)
  checkRole(sandbox, kept.role)
  checkEnvironment(kept.environment)
  return kept
}

function range(value: number, member: string, least: number, most: number): void {
  if (value < least)
    throw constraint(value, member, `Member must have value greater than or equal to ${least}`)
  if (value > most) throw constraint(value, member, `Member must have value less than or equal to ${most}`)
}

function checkRuntime(runtime: string): void {
  if (/^nodejs(18|20|22|24|26)\.x$/.test(runtime)) return
  if (/^(nodejs|python|java|ruby|go|dotnet|provided)/.test(runtime)) {
    throw notThere(`the runtime ${runtime}: functions run on Node.js, from nodejs18.x on`)
  }
  throw invalid(
    `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [nodejs18.x, nodejs20.x, nodejs22.x, nodejs24.x, nodejs26.x] or be a valid ARN`,
  )
}

function checkRole({ store, config }: Sandbox, arn: string): void {
  if (!/^arn:aws:iam::\d{12}:role\/.+$/.test(arn)) {
    throw constraint(
      arn,
      'role',
      'Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+',
    )
  }
  const role = findRole(store, arn)
  if (config.auth === 'off' && !role) return
  if (!role || !serviceMayAssume(role, 'lambda.amazonaws.com', new Map())) {
    throw invalid('The role defined for the function cannot be assumed by Lambda.')
  }
}

function checkEnvironment(environment: Record<string, string>): void {
  const reserved = Object.keys(environment).filter(name => RESERVED.test(name))
  if (reserved.length > 0) {
    throw invalid(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    )
  }
  if (Buffer.byteLength(JSON.stringify(environment)) > LARGEST_ENVIRONMENT) {
    throw invalid(
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the ${LARGEST_ENVIRONMENT / 1024}KB limit.`,
    )
  }
}
