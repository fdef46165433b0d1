import type { GetTemplateInput, GetTemplateOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import type { Scope } from '../../../store/store.ts'
import { bracketed, findChangeSet, findStack } from '../find-stack.ts'
import { readTemplate } from '../read-template.ts'
import { parseTemplate } from '../template/parse-template.ts'

/** The template of a stack or of a change set: as it was given, or with its loops written out. */
export const getTemplate: Operation<GetTemplateInput, GetTemplateOutput> = (
  { StackName, ChangeSetName, TemplateStage = 'Processed' },
  { scope },
) => {
  const StagesAvailable: GetTemplateOutput['StagesAvailable'] = ['Original', 'Processed']
  if (ChangeSetName !== undefined) {
    const { target, stackId, stackName } = findChangeSet(scope, ChangeSetName, StackName)
    return { TemplateBody: bodyOf(scope, { ...target, stackId, stackName }, TemplateStage), StagesAvailable }
  }
  const stack = findStack(scope, StackName, bracketed)
  // Only its change set has one: cdk takes the change for what is to be deployed still.
  if (stack.status === 'REVIEW_IN_PROGRESS') return { TemplateBody: '', StagesAvailable }
  return { TemplateBody: bodyOf(scope, stack, TemplateStage), StagesAvailable }
}

function bodyOf(scope: Scope, stack: Parameters<typeof readTemplate>[1], stage: string): string {
  const written = parseTemplate(stack.templateText)
  if (stage === 'Original' || written.Transform === undefined) return stack.templateText
  return JSON.stringify(readTemplate(scope, stack).template)
}
