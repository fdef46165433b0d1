import { InsufficientCapabilitiesException } from '@aws-sdk/client-cloudformation'
import type { Capability, Parameter, Tag } from '@aws-sdk/client-cloudformation'
import type { OperationContext } from '../../operation.ts'
import { callsAs } from './engine/call.ts'
import type { Call } from './engine/call.ts'
import { CallError } from './engine/call-error.ts'
import { isAssumable } from './engine/caller.ts'
import { isKnownType } from './engine/resource-type.ts'
import { exception, validationError } from './errors.ts'
import { stackValues } from './stack-values.ts'
import type { Actor, StackDocument, StackTarget } from './store.ts'
import { missingCapabilities } from './template/capabilities.ts'
import { conditionValues, presentResources } from './template/conditions.ts'
import { dependenciesOf } from './template/dependencies.ts'
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
): Promise<StackTarget> {
  const { sandbox, scope, principal } = context
  const call = callsAs(sandbox, scope, { principal })
  const usesPrevious = input.UsePreviousTemplate === true && before !== undefined
  const text = usesPrevious ? before.templateText : await templateText(input, call)
  const template = parseTemplate(text)
  const given = stackParameters(template, input.Parameters ?? [], before?.parameters)
  const parameters = await withStoreValues(template, given, callsAs(sandbox, scope, actorOf(input, context)))
  const missing = missingCapabilities(template, input.Capabilities ?? [])
  if (missing.length > 0) {
    throw exception(InsufficientCapabilitiesException, `Requires capabilities : [${missing.join(', ')}]`)
  }
  const target: StackTarget = {
    ...{ templateText: text, parameters, capabilities: input.Capabilities ?? [] },
    tags: input.Tags ?? before?.tags ?? [],
    notificationArns: input.NotificationARNs ?? before?.notificationArns ?? [],
    description: template.Description,
  }
  checkTemplate(template, stackValues(scope, { ...place, ...target }, template))
  return target
}

/** Throws ValidationError for what is wrong with a template whatever the account holds. */
export function checkTemplate(template: Template, values: Record<string, unknown>): void {
  const transforms = [template.Transform ?? []]
    .flat()
    .map(one => (typeof one === 'string' ? one : JSON.stringify(one)))
  const unknown = transforms.filter(name => name !== 'AWS::LanguageExtensions')
  if (unknown.length > 0) {
    throw validationError(
      `The practice account does not have the transform ${unknown.join(', ')}. Write out what it would make, and deploy that template.`,
    )
  }
  const types = [...new Set(Object.values(template.Resources).map(({ Type }) => Type))]
  const conditions = conditionValues(template, values)
  const resources = presentResources(template, conditions)
  dependenciesOf(template, resources, conditions)
  const strange = types.filter(
    type => !isKnownType(type) && [...resources.values()].some(({ Type }) => Type === type),
  )
  if (strange.length > 0) {
    throw validationError(
      `Template format error: Unrecognized resource types: [${strange.join(', ')}]. The practice account does not have them; each type that it has is a file in sandbox/services/cloudformation/resources.`,
    )
  }
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
