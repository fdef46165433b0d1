import { AwsError } from '../../../operation.ts'
import { validationError } from '../errors.ts'
import { functions, operators } from './functions.ts'
import type { Node } from './parse.ts'
import { mapValue } from './values.ts'
import type { MathContext, Value } from './values.ts'

/** Functions of CloudWatch that the practice account does not have. */
const ABSENT = new Set([
  'ANOMALY_DETECTION_BAND',
  'DB_PERF_INSIGHTS',
  'INSIGHT_RULE_METRIC',
  'LAMBDA',
  'SEARCH',
  'SERVICE_QUOTA',
  'SLICE',
  'SORT',
])
const CONSTANTS: Readonly<Record<string, Value>> = {
  TRUE: { kind: 'number', value: 1 },
  FALSE: { kind: 'number', value: 0 },
  REPEAT: { kind: 'text', text: 'REPEAT' },
  LINEAR: { kind: 'text', text: 'LINEAR' },
}

/** Calculates an expression. Throws ValidationError, or NotImplemented for a function that is not there. */
export function evaluateExpression(node: Node, context: MathContext): Value {
  switch (node.kind) {
    case 'number':
      return { kind: 'number', value: node.value }
    case 'text':
      return { kind: 'text', text: node.text }
    case 'name':
      return CONSTANTS[node.name] ?? context.lookup(node.name)
    case 'negative':
      return mapValue(evaluateExpression(node.of, context), value => -value)
    case 'list': {
      const values = node.items.map(item => evaluateExpression(item, context))
      const items = values.flatMap(value => {
        if (value.kind === 'list') return value.items
        if (value.kind === 'points') return [{ points: value.points, label: value.label ?? '' }]
        throw validationError('A list in an expression may hold time series only.')
      })
      return { kind: 'list', items }
    }
    case 'operator': {
      const operator = operators[node.operator]
      if (!operator) throw validationError(`Unknown operator ${node.operator}.`)
      return operator(evaluateExpression(node.left, context), evaluateExpression(node.right, context))
    }
    case 'call':
      return functionOf(node.name)(
        node.args.map(arg => evaluateExpression(arg, context)),
        context,
      )
  }
}

/** Throws for a name that is no function, or none that is there. */
export function functionOf(name: string) {
  const fn = Object.hasOwn(functions, name) ? functions[name] : undefined
  if (fn) return fn
  if (ABSENT.has(name)) {
    throw new AwsError(
      'NotImplemented',
      `The practice account does not have the function ${name} of metric math.`,
      501,
    )
  }
  throw validationError(`Unknown function ${name} in an expression.`)
}
