import { asText } from '../template/as-text.ts'
import type { StackOutput } from '../store.ts'
import { validationError } from '../errors.ts'
import { evaluate } from '../template/evaluate.ts'
import type { Plan } from './turn.ts'

/** The template's outputs, once its resources are there. Throws ValidationError for values that are no texts. */
export function outputsOf({ template, environment }: Pick<Plan, 'template' | 'environment'>): StackOutput[] {
  return Object.entries(template.Outputs ?? {}).flatMap(([OutputKey, output]) => {
    const { Value, Description, Condition, Export } = output
    if (Condition !== undefined && environment.conditions.get(Condition) === false) return []
    const value = evaluate(Value, environment)
    if (!['string', 'number', 'boolean'].includes(typeof value)) {
      throw validationError(
        `Template format error: The Value field of every Outputs member must evaluate to a String.`,
      )
    }
    const name = Export && evaluate(Export.Name, environment)
    return {
      ...{ OutputKey, OutputValue: String(value) },
      ...(Description !== undefined && { Description }),
      ...(name !== undefined && { ExportName: asText(name) }),
    }
  })
}
