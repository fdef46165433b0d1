type Form = 'before' | 'after'
type Resources = Record<string, { Type: string; Properties?: object; DependsOn?: string | string[] }>

const trust = (Service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
})
const allow = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
})
const ref = (Ref: string) => ({ Ref })
const arn = (name: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [name, attribute] })

/**
 * Resources of most types that stand without tasks and databases. Between the two forms each changes: some in place, some are
 * replaced, one goes and one comes. With `failing`, one that cannot be made comes after all others.
 */
export function everything(form: Form, failing = false): Resources {
  const pick: Pick = (before, after) => (form === 'before' ? before : after)
  const resources = {
    ...network(pick),
    ...balancing(pick),
    ...identity(pick),
    ...storage(pick),
    ...delivery(pick),
  }
  if (!failing) return resources
  const Failing = {
    Type: 'AWS::SSM::Parameter',
    Properties: { Name: '/same', Type: 'String', Value: 'taken' },
    DependsOn: Object.keys(resources),
  }
  return { ...resources, Failing }
}

type Pick = <Before, After>(before: Before, after: After) => Before | After

function network(pick: Pick): Resources {
  const tags = (name: string) => [
    { Key: 'Name', Value: pick(name, `${name} 2`) },
    pick({ Key: 'old', Value: '1' }, { Key: 'new', Value: '1' }),
  ]
  const subnet = (zone: string, block: number) => ({
    Type: 'AWS::EC2::Subnet',
    Properties: {
      ...{ VpcId: ref('Vpc'), AvailabilityZone: `eu-west-1${zone}`, CidrBlock: `10.0.${block}.0/24` },
      ...{ MapPublicIpOnLaunch: pick(false, true), Tags: tags(zone) },
    },
  })
  const rule = (port: number) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIp: '10.0.0.0/8' })
  return {
    Vpc: {
      Type: 'AWS::EC2::VPC',
      Properties: { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: pick(false, true), Tags: tags('vpc') },
    },
    SubnetA: subnet('a', 1),
    SubnetB: subnet('b', pick(2, 3)),
    Gateway: { Type: 'AWS::EC2::InternetGateway', Properties: { Tags: tags('igw') } },
    Attachment: {
      Type: 'AWS::EC2::VPCGatewayAttachment',
      Properties: { VpcId: ref('Vpc'), InternetGatewayId: ref('Gateway') },
    },
    Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc'), Tags: tags('table') } },
    Route: {
      Type: 'AWS::EC2::Route',
      DependsOn: 'Attachment',
      Properties: {
        ...{ RouteTableId: ref('Table'), GatewayId: ref('Gateway') },
        DestinationCidrBlock: pick('0.0.0.0/0', '8.0.0.0/8'),
      },
    },
    Association: {
      Type: 'AWS::EC2::SubnetRouteTableAssociation',
      Properties: { SubnetId: ref('SubnetA'), RouteTableId: pick(ref('Table'), ref('Other')) },
    },
    Other: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } },
    OtherAssociation: {
      Type: 'AWS::EC2::SubnetRouteTableAssociation',
      Properties: { SubnetId: ref('SubnetB'), RouteTableId: ref('Other') },
    },
    Address: { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc', Tags: tags('eip') } },
    Group: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        ...{ GroupDescription: 'of the balancer', VpcId: ref('Vpc'), Tags: tags('group') },
        SecurityGroupIngress: pick([rule(80), rule(81)], [rule(81), rule(82)]),
        SecurityGroupEgress: pick([rule(443)], []),
      },
    },
    Peer: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: { GroupDescription: pick('of the tasks', 'of other tasks'), VpcId: ref('Vpc') },
    },
    Ingress: {
      Type: 'AWS::EC2::SecurityGroupIngress',
      Properties: {
        ...{ GroupId: ref('Group'), SourceSecurityGroupId: arn('Peer', 'GroupId'), IpProtocol: 'tcp' },
        ...{ FromPort: pick(90, 91), ToPort: pick(90, 91) },
      },
    },
    Egress: {
      Type: 'AWS::EC2::SecurityGroupEgress',
      Properties: {
        ...{ GroupId: ref('Group'), CidrIp: '10.0.0.0/16', IpProtocol: 'tcp' },
        ...{ FromPort: 90, ToPort: 90, Description: pick('one', 'two') },
      },
    },
    Endpoint: {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: {
        ...{ VpcId: ref('Vpc'), VpcEndpointType: 'Gateway', ServiceName: 'com.amazonaws.eu-west-1.s3' },
        RouteTableIds: pick([ref('Table')], []),
      },
    },
  }
}

function balancing(pick: Pick): Resources {
  const forward = [{ Type: 'forward', TargetGroupArn: ref('Targets') }]
  const answer = (StatusCode: string) => [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode } }]
  return {
    Balancer: {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      DependsOn: 'Attachment',
      Properties: {
        ...{ Subnets: [ref('SubnetA'), ref('SubnetB')], SecurityGroups: [ref('Group')] },
        LoadBalancerAttributes: [{ Key: 'idle_timeout.timeout_seconds', Value: pick('60', '61') }],
      },
    },
    Targets: {
      Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
      Properties: {
        ...{ VpcId: ref('Vpc'), TargetType: 'ip', Port: 8080, Protocol: 'HTTP' },
        ...{ HealthCheckPath: pick('/a', '/b'), HealthyThresholdCount: pick(2, 3) },
        TargetGroupAttributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: pick('5', '6') }],
        Targets: pick([{ Id: '10.0.1.9' }], [{ Id: '10.0.1.10' }]),
      },
    },
    Listener: {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: {
        ...{ LoadBalancerArn: ref('Balancer'), Protocol: 'HTTP', Port: pick(80, 81) },
        DefaultActions: pick(forward, answer('404')),
      },
    },
    Rule: {
      Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
      Properties: {
        ...{ ListenerArn: ref('Listener'), Priority: pick(1, 2) },
        Conditions: [{ Field: 'path-pattern', Values: pick(['/a'], ['/b']) }],
        Actions: pick(answer('200'), forward),
      },
    },
  }
}

function identity(pick: Pick): Resources {
  return {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        ...{ Description: pick('a', 'b'), MaxSessionDuration: pick(3600, 7200) },
        AssumeRolePolicyDocument: pick(trust('ecs-tasks.amazonaws.com'), trust('lambda.amazonaws.com')),
        Policies: [
          { PolicyName: pick('p', 'q'), PolicyDocument: allow(pick('s3:GetObject', 's3:PutObject')) },
        ],
        ManagedPolicyArns: pick(
          ['arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'],
          [],
        ),
        Tags: [{ Key: 'k', Value: pick('1', '2') }],
      },
    },
    Policy: {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyName: 'more', PolicyDocument: allow(pick('sqs:*', 'sns:*')), Roles: [ref('Role')] },
    },
    Managed: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { PolicyDocument: allow(pick('ecs:*', 'ecr:*')), Roles: pick([ref('Role')], []) },
    },
    Builder: {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: trust('codebuild.amazonaws.com') },
    },
    Deployer: {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: trust('lambda.amazonaws.com') },
    },
  }
}

function storage(pick: Pick): Resources {
  return {
    Same: {
      Type: 'AWS::SSM::Parameter',
      Properties: { Name: '/same', Type: 'String', Value: pick('a', 'b') },
    },
    ...pick<Resources, Resources>(
      { Going: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/old', Type: 'String', Value: 'x' } } },
      { Coming: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/new', Type: 'String', Value: 'x' } } },
    ),
    Log: {
      Type: 'AWS::Logs::LogGroup',
      Properties: {
        LogGroupName: '/log',
        RetentionInDays: pick(1, 3),
        Tags: [{ Key: 'k', Value: pick('1', '2') }],
      },
    },
    Renamed: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: pick('/one', '/two') } },
    Filter: {
      Type: 'AWS::Logs::MetricFilter',
      Properties: {
        ...{ LogGroupName: ref('Log'), FilterPattern: pick('ERROR', 'WARN') },
        MetricTransformations: [
          { MetricName: 'errors', MetricNamespace: 'app', MetricValue: pick('1', '2') },
        ],
      },
    },
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        VersioningConfiguration: { Status: pick('Enabled', 'Suspended') },
        LifecycleConfiguration: {
          Rules: [{ Id: 'r', Status: 'Enabled', ExpirationInDays: pick(3, 4), Prefix: pick('a/', 'b/') }],
        },
        ...pick<object, object>(
          { CorsConfiguration: { CorsRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }] } },
          { Tags: [{ Key: 'k', Value: 'v' }] },
        ),
      },
    },
    BucketPolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: ref('Bucket'),
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              ...{ Effect: 'Deny', Principal: '*', Action: pick('s3:PutObject', 's3:DeleteObject') },
              Resource: { 'Fn::Sub': '${Bucket.Arn}/*' },
            },
          ],
        },
      },
    },
    Repository: {
      Type: 'AWS::ECR::Repository',
      Properties: {
        ImageTagMutability: pick('IMMUTABLE', 'MUTABLE'),
        ImageScanningConfiguration: { ScanOnPush: pick(true, false) },
        Tags: [{ Key: 'k', Value: pick('1', '2') }],
      },
    },
    Secret: {
      Type: 'AWS::SecretsManager::Secret',
      Properties: { Name: 's', Description: pick('a', 'b'), SecretString: pick('one', 'two') },
    },
    Files: {
      Type: 'AWS::EFS::FileSystem',
      Properties: {
        ...{ ThroughputMode: 'elastic', BackupPolicy: { Status: pick('DISABLED', 'ENABLED') } },
        LifecyclePolicies: pick([{ TransitionToIA: 'AFTER_7_DAYS' }], []),
      },
    },
    Access: {
      Type: 'AWS::EFS::AccessPoint',
      Properties: { FileSystemId: ref('Files'), PosixUser: { Uid: pick('1', '2'), Gid: '1' } },
    },
    Mount: {
      Type: 'AWS::EFS::MountTarget',
      Properties: {
        FileSystemId: ref('Files'),
        SubnetId: ref('SubnetA'),
        SecurityGroups: pick([ref('Peer')], [ref('Group')]),
      },
    },
    DatabaseSubnets: {
      Type: 'AWS::RDS::DBSubnetGroup',
      Properties: {
        DBSubnetGroupDescription: pick('a', 'b'),
        SubnetIds: [ref('SubnetA'), ref('SubnetB')],
      },
    },
    DatabaseParameters: {
      Type: 'AWS::RDS::DBParameterGroup',
      Properties: { Family: 'mysql8.4', Description: 'd', Parameters: { max_connections: pick('50', '60') } },
    },
  }
}

function delivery(pick: Pick): Resources {
  return {
    Cluster: {
      Type: 'AWS::ECS::Cluster',
      Properties: { ClusterSettings: [{ Name: 'containerInsights', Value: pick('enabled', 'disabled') }] },
    },
    Providers: {
      Type: 'AWS::ECS::ClusterCapacityProviderAssociations',
      Properties: {
        ...{ Cluster: ref('Cluster'), CapacityProviders: pick(['FARGATE'], ['FARGATE', 'FARGATE_SPOT']) },
        DefaultCapacityProviderStrategy: pick([{ CapacityProvider: 'FARGATE', Weight: 1 }], []),
      },
    },
    Task: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: {
        Family: 'f',
        ContainerDefinitions: [{ Name: 'c', Image: pick('a:1', 'a:2'), Memory: 64 }],
      },
    },
    Alarm: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        ...{ AlarmName: 'alarm', Namespace: 'app', MetricName: 'errors', Statistic: pick('Sum', 'Maximum') },
        ...{
          Period: 60,
          EvaluationPeriods: pick(1, 2),
          Threshold: pick(1, 5),
          AlarmDescription: pick('a', 'b'),
        },
        ...{ ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: pick('notBreaching', 'missing') },
      },
    },
    Dashboard: {
      Type: 'AWS::CloudWatch::Dashboard',
      Properties: {
        DashboardName: 'board',
        DashboardBody: JSON.stringify({ widgets: [], start: pick('-PT1H', '-PT2H') }),
      },
    },
    Events: {
      Type: 'AWS::Events::Rule',
      Properties: {
        ...{ EventPattern: { source: [pick('aws.ecs', 'aws.ecr')] }, State: pick('ENABLED', 'DISABLED') },
        Targets: [
          {
            Id: pick('a', 'b'),
            Arn: { 'Fn::Sub': 'arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Log}' },
          },
        ],
      },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        ...{ Role: arn('Deployer'), Runtime: 'nodejs22.x', Handler: 'index.handler', Timeout: pick(3, 4) },
        Code: { ZipFile: `exports.handler = async () => '${pick('one', 'two')}'` },
        Environment: { Variables: { A: pick('1', '2') } },
      },
    },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        ...{
          FunctionName: ref('Function'),
          Action: 'lambda:InvokeFunction',
          Principal: 'events.amazonaws.com',
        },
        SourceArn: pick(arn('Events'), `arn:aws:events:eu-west-1:123456789012:rule/other`),
      },
    },
    Project: {
      Type: 'AWS::CodeBuild::Project',
      Properties: {
        ...{ ServiceRole: arn('Builder'), Description: pick('a', 'b'), Artifacts: { Type: 'NO_ARTIFACTS' } },
        Source: {
          Type: 'NO_SOURCE',
          BuildSpec: `version: 0.2\nphases: {build: {commands: [${pick('a', 'b')}]}}`,
        },
        Environment: {
          Type: 'LINUX_CONTAINER',
          ComputeType: 'BUILD_GENERAL1_SMALL',
          Image: 'aws/codebuild/standard:7.0',
        },
      },
    },
    Application: { Type: 'AWS::CodeDeploy::Application', Properties: { ComputePlatform: 'ECS' } },
    Pace: {
      Type: 'AWS::CodeDeploy::DeploymentConfig',
      Properties: {
        ComputePlatform: 'ECS',
        TrafficRoutingConfig: {
          ...{ Type: 'TimeBasedLinear' },
          TimeBasedLinear: { LinearInterval: pick(1, 2), LinearPercentage: 50 },
        },
      },
    },
  }
}
