import { Validations } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'

/** Accepts findings of cdk-nag on a construct and what is below it. Every finding needs its own reason. */
export function acknowledge(construct: IConstruct, findings: Record<string, string>): void {
  Validations.of(construct).acknowledge(
    ...Object.entries(findings).map(([finding, reason]) => ({ id: `AwsSolutions-${finding}`, reason })),
  )
}
