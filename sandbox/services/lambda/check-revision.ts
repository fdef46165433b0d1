import { PreconditionFailedException } from '@aws-sdk/client-lambda'

/** Throws PreconditionFailedException when somebody else has changed the function meanwhile. */
export function checkRevision({ revisionId }: { revisionId: string }, wanted: string | undefined): void {
  if (wanted === undefined || wanted === revisionId) return
  throw new PreconditionFailedException({
    message:
      'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    Type: 'User',
    $metadata: {},
  })
}
