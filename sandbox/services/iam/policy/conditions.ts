import { BlockList, isIP } from 'node:net'
import { type ConditionBlock, list } from './document.ts'
import { matches, matchesAnyCase } from './wildcard.ts'

/** Values of condition keys of a request; several for keys such as `aws:TagKeys`. */
export type ConditionContext = ReadonlyMap<string, string | string[]>

type Test = (expected: string, actual: string) => boolean

interface Operator {
  test: Test
  /** True when no expected value may match, as for StringNotEquals. */
  negated?: true
}

const numeric =
  (compare: (actual: number, expected: number) => boolean): Test =>
  (expected, actual) =>
    compare(Number(actual), Number(expected))

const temporal =
  (compare: (actual: number, expected: number) => boolean): Test =>
  (expected, actual) =>
    compare(milliseconds(actual), milliseconds(expected))

const stringEquals: Test = (expected, actual) => expected === actual
const stringEqualsIgnoreCase: Test = (expected, actual) => expected.toLowerCase() === actual.toLowerCase()
const arnLike: Test = (expected, actual) => {
  const [wanted, given] = [arnParts(expected), arnParts(actual)]
  return wanted.every((part, index) => matches(part, given[index] ?? ''))
}

const operators: Readonly<Record<string, Operator>> = {
  StringEquals: { test: stringEquals },
  StringNotEquals: { test: stringEquals, negated: true },
  StringEqualsIgnoreCase: { test: stringEqualsIgnoreCase },
  StringNotEqualsIgnoreCase: { test: stringEqualsIgnoreCase, negated: true },
  StringLike: { test: matches },
  StringNotLike: { test: matches, negated: true },
  NumericEquals: { test: numeric((a, b) => a === b) },
  NumericNotEquals: { test: numeric((a, b) => a === b), negated: true },
  NumericLessThan: { test: numeric((a, b) => a < b) },
  NumericLessThanEquals: { test: numeric((a, b) => a <= b) },
  NumericGreaterThan: { test: numeric((a, b) => a > b) },
  NumericGreaterThanEquals: { test: numeric((a, b) => a >= b) },
  DateEquals: { test: temporal((a, b) => a === b) },
  DateNotEquals: { test: temporal((a, b) => a === b), negated: true },
  DateLessThan: { test: temporal((a, b) => a < b) },
  DateLessThanEquals: { test: temporal((a, b) => a <= b) },
  DateGreaterThan: { test: temporal((a, b) => a > b) },
  DateGreaterThanEquals: { test: temporal((a, b) => a >= b) },
  Bool: { test: matchesAnyCase },
  BinaryEquals: { test: stringEquals },
  IpAddress: { test: inRange },
  NotIpAddress: { test: inRange, negated: true },
  ArnEquals: { test: arnLike },
  ArnLike: { test: arnLike },
  ArnNotEquals: { test: arnLike, negated: true },
  ArnNotLike: { test: arnLike, negated: true },
}

const OPERATOR = /^(ForAnyValue:|ForAllValues:)?(\w+?)(IfExists)?$/

/** Whether IAM has an operator of this name, such as `ForAnyValue:StringLikeIfExists`. */
export function isConditionOperator(name: string): boolean {
  const base = OPERATOR.exec(name)?.[2] ?? ''
  return base === 'Null' || Object.hasOwn(operators, base)
}

/** Whether all conditions of a statement hold. An operator nobody knows never holds. */
export function conditionsHold(block: ConditionBlock | undefined, context: ConditionContext): boolean {
  return Object.entries(block ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) =>
      holds(operator, key, list(expected).map(String), context),
    ),
  )
}

function holds(name: string, key: string, expected: string[], context: ConditionContext): boolean {
  const [, quantifier, base, optional] = OPERATOR.exec(name) ?? []
  const actual = valuesOf(key, context)
  if (base === 'Null')
    return expected.some(value => (value.toLowerCase() === 'true') === (actual === undefined))
  const operator = operators[base ?? '']
  if (!operator) return false
  const one = (value: string) =>
    expected.some(wanted => operator.test(wanted, value)) !== (operator.negated ?? false)
  if (actual === undefined)
    return Boolean(optional) || quantifier === 'ForAllValues:' || Boolean(operator.negated)
  if (quantifier === 'ForAllValues:') return actual.every(one)
  return quantifier === 'ForAnyValue:' ? actual.some(one) : actual.length > 0 && actual.every(one)
}

/** Names of condition keys are the same in any case. */
function valuesOf(key: string, context: ConditionContext): string[] | undefined {
  const value = context.get(key) ?? context.get(key.toLowerCase())
  if (value !== undefined) return list(value)
  for (const [name, found] of context) if (name.toLowerCase() === key.toLowerCase()) return list(found)
  return undefined
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':')
  return [...parts.slice(0, 5), parts.slice(5).join(':')]
}

function milliseconds(time: string): number {
  return /^\d+$/.test(time) ? Number(time) * 1000 : Date.parse(time)
}

function inRange(range: string, address: string): boolean {
  const [network = '', bits] = range.split('/')
  const family = isIP(network) === 6 ? 'ipv6' : 'ipv4'
  if (isIP(network) === 0 || isIP(address) === 0) return false
  const block = new BlockList()
  block.addSubnet(network, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family)
  return block.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}
