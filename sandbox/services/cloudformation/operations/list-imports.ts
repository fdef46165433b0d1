import type { ListImportsInput, ListImportsOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { validationError } from '../errors.ts'
import { importersOf } from '../exports.ts'
import { pageOf } from '../pages.ts'

/** Names of the stacks that import an export. Throws ValidationError when none does. */
export const listImports: Operation<ListImportsInput, ListImportsOutput> = (input, { scope }) => {
  const { ExportName = '' } = input
  const names = importersOf(scope, ExportName).map(({ stackName }) => stackName)
  if (names.length === 0) throw validationError(`Export '${ExportName}' is not imported by any stack.`)
  const { items, NextToken } = pageOf(names, input.NextToken)
  return { Imports: items, NextToken }
}
