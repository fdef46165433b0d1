import { Duration } from 'aws-cdk-lib'
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy'
import { Construct } from 'constructs'
import { acknowledge } from '../acknowledge.ts'
import type { ServiceStack } from '../stacks/service-stack.ts'

export interface BlueGreenProps {
  readonly site: ServiceStack
}

/** CodeDeploy's group: 10 % of the visitors for five minutes, then all; back at an alarm; the old tasks stay five minutes more. */
export class BlueGreen extends Construct {
  readonly group: codedeploy.EcsDeploymentGroup
  /** The command that deploys the newest task definition. It asks the stack for it: an export could not change while it is used. */
  readonly command: string

  constructor(scope: Construct, id: string, { site }: BlueGreenProps) {
    super(scope, id)
    const { door, app, alarms } = site
    this.group = new codedeploy.EcsDeploymentGroup(this, 'Group', {
      application: new codedeploy.EcsApplication(this, 'Application'),
      service: app.service,
      deploymentConfig: codedeploy.EcsDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      blueGreenDeploymentConfig: {
        blueTargetGroup: door.blue,
        greenTargetGroup: door.green,
        listener: door.productionListener,
        testListener: door.testListener,
        terminationWaitTime: Duration.minutes(5),
      },
      alarms: alarms.all,
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
    })
    acknowledge(this.group, {
      'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AWSCodeDeployRoleForECS]':
        'AWS keeps this policy in step with what CodeDeploy calls; one of ours would fall behind.',
    })
    const { application, deploymentGroupName } = this.group
    const revision = `aws cloudformation describe-stacks --stack-name ${site.stackName} --query "Stacks[0].Outputs[?OutputKey=='Revision'].OutputValue" --output text`
    this.command = `aws deploy create-deployment --application-name ${application.applicationName} --deployment-group-name ${deploymentGroupName} --revision "$(${revision})"`
  }
}
