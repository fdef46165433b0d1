import type { Scope } from '../../store/store.ts'
import { validationError } from './errors.ts'
import { stackValues } from './stack-values.ts'
import type { StackDocument } from './store.ts'
import { asText } from './template/as-text.ts'
import { type Environment, evaluate } from './template/evaluate.ts'
import { withoutLoops } from './template/loops.ts'
import { parseTemplate } from './template/parse-template.ts'
import type { Template } from './template/template.ts'

/** A stack's template with its loops written out, and the values of its parameters and of the pseudo parameters. */
export function readTemplate(
  scope: Pick<Scope, 'accountId' | 'region'>,
  stack: Pick<StackDocument, 'stackId' | 'stackName' | 'parameters' | 'notificationArns' | 'templateText'>,
): { template: Template; values: Record<string, unknown> } {
  const written = parseTemplate(stack.templateText)
  const values = stackValues(scope, stack, written)
  return { template: expanded(written, values), values }
}

/** The values with those of parameters with NoEcho masked; undefined where there are none. */
export function maskedValues(
  { parameters }: Pick<StackDocument, 'parameters'>,
  values: Record<string, unknown>,
): Record<string, unknown> | undefined {
  const secret = parameters.filter(({ noEcho }) => noEcho)
  if (secret.length === 0) return undefined
  return { ...values, ...Object.fromEntries(secret.map(({ key }) => [key, '****'])) }
}

/** A template of which no stack is made yet: its loops go over the defaults of its parameters. */
export function readTemplateAlone(
  scope: Pick<Scope, 'accountId' | 'region'>,
  templateText: string,
): Template {
  const written = parseTemplate(templateText)
  const parameters = Object.entries(written.Parameters ?? {}).map(([key, { Default = '' }]) => ({
    ...{ key, value: asText(Default), noEcho: false },
  }))
  const place = { stackId: '', stackName: '', notificationArns: [], parameters }
  return expanded(written, stackValues(scope, place, written))
}

function expanded(template: Template, parameters: Record<string, unknown>): Template {
  const environment = parameterEnvironment(template, parameters)
  return withoutLoops(template, value => evaluate(value, environment))
}

/** Where functions find parameters and mappings, and nothing else. */
export function parameterEnvironment(template: Template, parameters: Record<string, unknown>): Environment {
  const nothing = (id: string): never => {
    throw validationError(`Template error: only parameters and mappings can be asked for here, not ${id}.`)
  }
  return {
    ...{ template: { ...template, Resources: {} }, parameters, conditions: new Map() },
    ...{ ref: nothing, attribute: nothing, exported: nothing, zones: nothing },
  }
}
