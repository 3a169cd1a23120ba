/*
 * Runs a Jenkinsfile as Jenkins would, with steps that only record, and prints what happened as JSON.
 * Argument: a file with a scenario (run-pipeline.ts).
 *
 * As in ModelInterpreter and RuntimeASTTransformer of pipeline-model-definition: the arguments of `options`, `triggers`,
 * `parameters` and `input` are evaluated when the model is built, before any stage; those of `agent`, `when`,
 * `environment` and `steps` when their turn comes.
 */
import groovy.json.JsonOutput
import groovy.json.JsonSlurper

class Stopped extends RuntimeException {
    final String result
    Stopped(String result, String message) { super(message); this.result = result }
}

/** Takes the calls inside the braces of a directive: name -> arguments. */
class Calls {
    final List calls = []
    def methodMissing(String name, Object args) { calls << [name: name, args: args as List]; return args ? args[0] : name }
    static List of(Closure body) {
        Calls taker = new Calls()
        body.delegate = taker
        body.resolveStrategy = Closure.DELEGATE_FIRST
        body.call()
        return taker.calls
    }
}

/** Takes assignments: the variables of `environment`. */
class Variables {
    final Map taken = [:]
    void setProperty(String name, Object value) { taken[name] = value as String }
    static Map of(Closure body) {
        if (body == null) { return [:] }
        Variables taker = new Variables()
        body.delegate = taker
        body.resolveStrategy = Closure.DELEGATE_FIRST
        body.call()
        return taker.taken
    }
}

class When {
    boolean beforeAgent, beforeInput, beforeOptions, passes = true
    void beforeAgent(boolean value) { beforeAgent = value }
    void beforeInput(boolean value) { beforeInput = value }
    void beforeOptions(boolean value) { beforeOptions = value }
    void expression(Closure condition) { passes = passes && condition.call() }
    static When of(Closure body) {
        When when = new When()
        if (body == null) { return when }
        body.delegate = when
        body.resolveStrategy = Closure.DELEGATE_FIRST
        body.call()
        return when
    }
}

class Section {
    final String name
    Closure agent, when, steps, environment
    List options = [], parameters = [], triggers = [], stages = []
    List input
    Section(String name) { this.name = name }
    void agent(Closure body) { agent = body }
    void agent(Object none) { agent = { -> } }
    Object getNone() { return 'none' }
    void environment(Closure body) { environment = body }
    void when(Closure body) { when = body }
    void steps(Closure body) { steps = body }
    void options(Closure body) { options = Calls.of(body) }
    void parameters(Closure body) { parameters = Calls.of(body) }
    void triggers(Closure body) { triggers = Calls.of(body) }
    void input(Closure body) { input = Calls.of(body) }
    void stages(Closure body) { fill(body) }
    void stage(String name, Closure body) { stages << new Section(name).fill(body) }
    Section fill(Closure body) {
        body.delegate = this
        body.resolveStrategy = Closure.DELEGATE_FIRST
        body.call()
        return this
    }
}

class Build {
    final Map scenario, variables, params
    final List events = [], stack = [], locks = [], credentials = []
    final Map workspaces = [:], stashes = [:]
    Map workspace
    String node
    int machines = 0
    final Binding binding = new Binding()

    Build(Map scenario) {
        this.scenario = scenario
        variables = [JOB_NAME: scenario.job, BUILD_TAG: 'jenkins-build-7']
        params = [:] + scenario.params
        steps().each { name, step -> binding.setVariable(name, step) }
        binding.setVariable('env', variables)
        binding.setVariable('params', params)
        binding.setVariable('scm', [userRemoteConfigs: [[url: 'team.git']], extensions: []])
    }

    void note(String step, Map facts = [:]) {
        events << [step: step, stage: stack ? stack[-1] : '', node: node, locks: [] + locks,
            credentials: [] + credentials] + facts
    }

    void within(List list, Object item, Closure body) {
        list << item
        try { body.call() } finally { list.remove(list.size() - 1) }
    }

    Map files() {
        if (workspace == null) { throw new Stopped('FAILURE', 'Required context class hudson.FilePath is missing') }
        return workspace
    }

    def onNode(String label, Closure body) {
        if (node != null) { throw new Stopped('FAILURE', "an agent in an agent: ${label} in ${node}") }
        node = label
        machines += 1
        String machine = scenario.newMachines ? "${label} ${machines}" : label
        workspace = workspaces.computeIfAbsent(machine) { [:] }
        note('node', [label: label])
        try { return body.call() } finally { node = null; workspace = null }
    }

    Object shell(Object given) {
        Map call = given instanceof Map ? given : [script: given as String]
        files()
        note('sh', [command: call.script, target: variables.TARGET])
        Map reply = scenario.replies.find { it.command != null && call.script.contains(it.command) && it.times != 0 } ?: [:]
        if (reply.times) { reply.times -= 1 }
        (reply.files ?: [:]).each { name, text -> files()[name] = text }
        if (reply.status) { throw new Stopped('FAILURE', "script returned exit code ${reply.status}") }
        return call.returnStdout ? (reply.stdout ?: '') : null
    }

    Map steps() {
        return [
            pipeline: { Closure body -> run(new Section('pipeline').fill(body)) },
            readTrusted: { String path ->
                String changed = (scenario.trusted ?: [:])[path]
                changed == null ? new File(scenario.root, path).text : changed
            },
            readJSON: { Map from ->
                String text = from.text == null ? files()[from.file] : from.text
                new JsonSlurper().parseText(text)
            },
            readFile: { String file -> files()[file] },
            fileExists: { String file -> files().containsKey(file) },
            writeFile: { Map of -> files()[of.file] = of.text },
            checkout: { Object what ->
                files()
                note('checkout', [pinned: what.branches ? what.branches[0].name : null])
                [GIT_BRANCH: "origin/${scenario.branch}" as String, GIT_COMMIT: scenario.commits.removeAt(0)]
            },
            scmGit: { Map of -> of },
            sh: { Object given -> shell(given) },
            stash: { Map of ->
                String head = of.includes - '*'
                stashes[of.name] = files().findAll { name, text -> name.startsWith(head) }
            },
            unstash: { String name -> files().putAll(stashes[name]) },
            archiveArtifacts: { Map of -> files(); note('archive', [artifacts: of.artifacts as String]) },
            echo: { Object text -> note('echo', [text: text as String]) },
            error: { Object text -> throw new Stopped('FAILURE', text as String) },
            script: { Closure body -> body.call() },
            sleep: { Map of -> note('sleep', of) },
            retry: { int times, Closure body -> note('retry', [times: times]); body.call() },
            timeout: { Map of, Closure body -> note('timeout', of); body.call() },
            lock: { Map of, Closure body -> within(locks, of.resource as String, body) },
            node: { String label, Closure body -> onNode(label, body) },
            aws: { Map of -> of.credentialsId as String },
            withCredentials: { List of, Closure body -> within(credentials, of[0], body) },
            input: { Map of ->
                note('input', of.collectEntries { key, value -> [key, value as String] })
                if (scenario.answer == 'abort') { throw new Stopped('ABORTED', 'Rejected by somebody') }
                'somebody'
            },
        ]
    }

    void run(Section pipeline) {
        for (Map parameter in pipeline.parameters.findAll { it.args && it.args[0] instanceof Map }) {
            Map of = parameter.args[0]
            params.putIfAbsent(of.name, of.choices ? of.choices[0] : of.defaultValue)
        }
        note('options', [names: pipeline.options*.name, triggers: pipeline.triggers.collect { [it.name] + it.args }])
        section(pipeline)
    }

    void section(Section section) {
        if (section.name == 'pipeline') {
            inside(section)
            return
        }
        within(stack, section.name) { inside(section) }
    }

    void inside(Section section) {
        wrapped(section.options.findAll { it.name in ['lock', 'timeout'] }) {
            if (section.input != null) { binding.getVariable('input').call(argumentsOf(section.input)) }
            When before = section.when == null ? new When() : When.of(section.when)
            if (!before.passes && before.beforeAgent) { return note('skipped') }
            allocated(section) {
                if (!before.passes) { return note('skipped') }
                variables.putAll(Variables.of(section.environment))
                section.stages.each { stage -> this.section(stage) }
                section.steps?.call()
            }
        }
    }

    static Map argumentsOf(List calls) { return calls.collectEntries { [it.name, it.args[0]] } }

    def wrapped(List options, Closure body) {
        if (options.isEmpty()) { return body.call() }
        binding.getVariable(options[0].name).call(options[0].args[0]) { wrapped(options.drop(1), body) }
    }

    def allocated(Section section, Closure body) {
        List labels = section.agent == null ? [] : Calls.of(section.agent)
        if (labels.isEmpty()) { return body.call() }
        onNode(labels[0].args[0] as String, body)
    }
}

Map scenario = new JsonSlurper().parse(new File(args[0]))
List outcomes = scenario.builds.collect { Map one ->
    Build build = new Build(one)
    Map outcome = [result: 'SUCCESS', message: '']
    try {
        new GroovyShell(build.binding).evaluate(one.pipeline as String)
    } catch (Stopped stopped) {
        outcome = [result: stopped.result, message: stopped.message]
    } catch (Exception e) {
        outcome = [result: 'FAILURE', message: e.toString()]
    }
    outcome + [events: build.events]
}
println JsonOutput.toJson(outcomes)
