import type { Call } from './engine/call.ts'
import { validationError } from './errors.ts'
import { checkStackPolicy } from './stack-policy.ts'
import { objectText } from './template-text.ts'

/** The stack policy that a request gives, in itself or as an object of S3; undefined where it gives none. Throws ValidationError for what is none. */
export async function stackPolicyOf(
  body: string | undefined,
  url: string | undefined,
  call: Call,
): Promise<string | undefined> {
  if (body !== undefined && url !== undefined)
    throw validationError('You cannot specify both StackPolicyBody and StackPolicyURL.')
  const text = url === undefined ? body : await objectText(url, call)
  if (text !== undefined) checkStackPolicy(text)
  return text
}
