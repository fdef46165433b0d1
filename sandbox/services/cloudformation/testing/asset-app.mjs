/* An app whose image the command line builds: `node asset-app.mjs <folder for the templates> <folder with the Dockerfile>`. */
import { App, RemovalPolicies, Stack } from 'aws-cdk-lib'
import { Vpc } from 'aws-cdk-lib/aws-ec2'
import { ContainerImage } from 'aws-cdk-lib/aws-ecs'
import { ApplicationLoadBalancedFargateService } from 'aws-cdk-lib/aws-ecs-patterns'

const [, , outdir, source] = process.argv
const app = new App({ outdir, analyticsReporting: false })
const stack = new Stack(app, 'Asset')
new ApplicationLoadBalancedFargateService(stack, 'Web', {
  vpc: new Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 }),
  ...{ assignPublicIp: true, desiredCount: 1, minHealthyPercent: 100, circuitBreaker: { rollback: true } },
  taskImageOptions: { image: ContainerImage.fromAsset(source), containerPort: 8080 },
})
RemovalPolicies.of(stack).destroy()
app.synth()
