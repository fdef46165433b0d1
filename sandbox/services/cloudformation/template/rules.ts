import { validationError } from '../errors.ts'
import { isRecord } from './check-shape.ts'
import { type Environment, evaluate } from './evaluate.ts'
import type { Template } from './template.ts'

/** Throws ValidationError with the descriptions of all assertions of the template's rules that do not hold. */
export function checkRules({ Rules = {} }: Template, environment: Environment): void {
  const broken = Object.entries(Rules).flatMap(([name, { RuleCondition, Assertions = [] }]) => {
    if (RuleCondition !== undefined && !holds(RuleCondition, environment, name)) return []
    return Assertions.flatMap(({ Assert, AssertDescription }) =>
      holds(Assert, environment, name)
        ? []
        : [`${name}: ${AssertDescription ?? 'an assertion does not hold'}`],
    )
  })
  if (broken.length > 0)
    throw validationError(`Template validation error: Rules failed: ${broken.join('; ')}`)
}

function holds(condition: unknown, environment: Environment, rule: string): boolean {
  const [[name, argument] = ['', undefined]] = isRecord(condition) ? Object.entries(condition) : []
  const parts = Array.isArray(argument) ? (argument as unknown[]) : []
  const listOf = (part: unknown) => list(part, environment, rule)
  switch (name) {
    case 'Fn::And':
      return parts.every(part => holds(part, environment, rule))
    case 'Fn::Or':
      return parts.some(part => holds(part, environment, rule))
    case 'Fn::Not':
      return !holds(parts[0], environment, rule)
    case 'Fn::Equals':
      return same(valueOf(parts[0], environment, rule), valueOf(parts[1], environment, rule))
    case 'Fn::Contains': {
      const wanted = valueOf(parts[1], environment, rule)
      return listOf(parts[0]).some(item => same(item, wanted))
    }
    case 'Fn::EachMemberEquals': {
      const wanted = valueOf(parts[1], environment, rule)
      return listOf(parts[0]).every(item => same(item, wanted))
    }
    case 'Fn::EachMemberIn': {
      const all = listOf(parts[1])
      return listOf(parts[0]).every(item => all.some(one => same(item, one)))
    }
    default:
      throw notThere(name || 'nothing', rule)
  }
}

/** What rules may ask of values: functions of rules that look at other parameters' resources are said by name. */
function valueOf(value: unknown, environment: Environment, rule: string): unknown {
  const [key = ''] = isRecord(value) ? Object.keys(value) : []
  if (['Fn::RefAll', 'Fn::ValueOf', 'Fn::ValueOfAll'].includes(key)) throw notThere(key, rule)
  return evaluate(value, environment)
}

function list(value: unknown, environment: Environment, rule: string): unknown[] {
  return [valueOf(value, environment, rule)].flat()
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(asTexts(left)) === JSON.stringify(asTexts(right))
}

function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTexts)
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
}

function notThere(name: string, rule: string) {
  return validationError(
    `The practice account does not have ${name} in rules (rule ${rule}). It has Fn::And, Fn::Or, Fn::Not, Fn::Equals, Fn::Contains, Fn::EachMemberEquals and Fn::EachMemberIn.`,
  )
}
