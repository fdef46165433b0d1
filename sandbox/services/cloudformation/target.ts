import { InsufficientCapabilitiesException } from '@aws-sdk/client-cloudformation'
import type { Capability, Parameter, RollbackConfiguration, Tag } from '@aws-sdk/client-cloudformation'
import type { OperationContext } from '../../operation.ts'
import { callsAs } from './engine/call.ts'
import type { Call } from './engine/call.ts'
import { CallError } from './engine/call-error.ts'
import { isAssumable } from './engine/caller.ts'
import { checkTemplate } from './check-template.ts'
import { exception, validationError } from './errors.ts'
import { readTemplate } from './read-template.ts'
import { rollbackConfigurationOf } from './rollback-configuration.ts'
import type { Actor, StackDocument, StackTarget } from './store.ts'
import { missingCapabilities } from './template/capabilities.ts'
import { stackParameters, storeNames, type StackParameter } from './template/parameters.ts'
import { parseTemplate } from './template/parse-template.ts'
import type { Template } from './template/template.ts'
import { templateText } from './template-text.ts'

/** What requests that make or change a stack have in common. */
export interface TargetInput {
  TemplateBody?: string | undefined
  TemplateURL?: string | undefined
  UsePreviousTemplate?: boolean | undefined
  Parameters?: Parameter[] | undefined
  Capabilities?: Capability[] | undefined
  Tags?: Tag[] | undefined
  NotificationARNs?: string[] | undefined
  RoleARN?: string | undefined
  RollbackConfiguration?: RollbackConfiguration | undefined
}

/** Who a stack is worked on as from now on. Throws ValidationError for a role that CloudFormation cannot be. */
export function actorOf(
  { RoleARN }: TargetInput,
  { principal, sandbox }: OperationContext,
  before?: Actor,
): Actor {
  const roleArn = RoleARN ?? before?.roleArn
  if (RoleARN !== undefined && !isAssumable(sandbox, RoleARN)) {
    throw validationError(`Role ${RoleARN} is invalid or cannot be assumed`)
  }
  return { principal, ...(roleArn !== undefined && { roleArn }) }
}

/** What a stack is to be made from: read, with values for all parameters, and checked as far as it can be before anything is made. */
export async function readTarget(
  input: TargetInput,
  context: OperationContext,
  place: Pick<StackDocument, 'stackId' | 'stackName'>,
  before?: StackTarget,
  {
    isReviewed = false,
  }: { /** A change set is looked at before it is executed. */ isReviewed?: boolean } = {},
): Promise<StackTarget> {
  const { sandbox, scope, principal } = context
  const call = callsAs(sandbox, scope, { principal })
  const text = await textOf(input, before, call)
  const written = parseTemplate(text)
  const given = stackParameters(written, input.Parameters ?? [], before?.parameters)
  const parameters = await withStoreValues(written, given, callsAs(sandbox, scope, actorOf(input, context)))
  const target: StackTarget = {
    ...{ templateText: text, parameters, capabilities: input.Capabilities ?? [] },
    tags: input.Tags ?? before?.tags ?? [],
    notificationArns: input.NotificationARNs ?? before?.notificationArns ?? [],
    description: written.Description,
    rollbackConfiguration: rollbackConfigurationOf(
      input.RollbackConfiguration,
      before?.rollbackConfiguration,
    ),
  }
  const { template, values } = readTemplate(scope, { ...place, ...target })
  const missing = missingCapabilities(template, input.Capabilities ?? [], { isReviewed })
  if (missing.length > 0) {
    throw exception(InsufficientCapabilitiesException, `Requires capabilities : [${missing.join(', ')}]`)
  }
  checkTemplate(template, values)
  return target
}

async function textOf(input: TargetInput, before: StackTarget | undefined, call: Call): Promise<string> {
  if (input.UsePreviousTemplate !== true) return templateText(input, call)
  if (input.TemplateBody !== undefined || input.TemplateURL !== undefined) {
    throw validationError('You cannot specify both usePreviousTemplate and Template Body/Template URL.')
  }
  if (!before) throw validationError('There is no previous template: give TemplateBody or TemplateURL.')
  return before.templateText
}

async function withStoreValues(
  template: Template,
  parameters: StackParameter[],
  call: Call,
): Promise<StackParameter[]> {
  const named = storeNames(template, parameters)
  if (named.length === 0) return parameters
  const Names = [...new Set(named.map(({ value }) => value))]
  type Answer = { Parameters?: { Name?: string; Value?: string; Type?: string }[] }
  try {
    const { Parameters = [] } = await call<Answer>('ssm', 'GetParameters', { Names })
    const values = new Map(Parameters.map(({ Name = '', Value = '' }) => [Name, Value]))
    const missing = Names.filter(name => !values.has(name))
    if (missing.length > 0) {
      throw validationError(
        `Unable to fetch parameters [${missing.join(',')}] from parameter store for this account.`,
      )
    }
    return parameters.map(parameter => {
      const resolved = named.includes(parameter) ? values.get(parameter.value) : undefined
      return resolved === undefined ? parameter : { ...parameter, resolved }
    })
  } catch (error) {
    if (!(error instanceof CallError)) throw error
    throw validationError(error.text)
  }
}
