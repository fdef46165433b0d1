import { PreconditionFailedException } from '@aws-sdk/client-lambda'
import type { FunctionDocument } from './store.ts'

/** Throws PreconditionFailedException when somebody else has changed the function meanwhile. */
export function checkRevision({ revisionId }: FunctionDocument, wanted: string | undefined): void {
  if (wanted === undefined || wanted === revisionId) return
  throw new PreconditionFailedException({
    message:
      'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    Type: 'User',
    $metadata: {},
  })
}
