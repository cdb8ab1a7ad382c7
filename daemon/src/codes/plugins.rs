//! `D0501` to `D0539`: plugins on their way into a worker.

codes! {
    NOT_FOUND = "D0501" {
        title: "No plugin with this id was found",
        meaning: "chain.order, or `use` in an extractor's table, names a plugin, and no library in the folders of \
            chain.path or beside the program says in its manifest that it is this one. The library's file name does \
            not matter. `found` lists what there is, and libraries that were refused with the reason.",
        remedy: "Correct the name, or put the plugin's library into a folder of chain.path. `dragoman plugin list` \
            shows what the daemon finds.",
        example: "\
error[D0501]: plugin anatomi: no plugin with this id was found
  found:    anatomy, language
  expected: a library whose manifest has the id \"anatomi\" in /srv/news/plugins, /usr/lib/dragoman/plugins
  fix:      put the plugin's library into a folder of chain.path, or take its name out of chain.order",
    }
    TWICE = "D0502" {
        title: "Two files of one folder are the same plugin",
        meaning: "Two libraries in one folder have the same id in their manifests, as after an upgrade that gave the \
            file a new name. The daemon does not guess which is meant. In two folders they may be: the first in \
            chain.path wins.",
        remedy: "Take one of the two away; `dragoman plugin inspect FILE` shows the version of each.",
        example: "\
error[D0502]: plugin quotes: two files of one folder are this plugin
  found:    /srv/news/plugins/libquotes-1.0.so and /srv/news/plugins/libquotes.so
  expected: one file with this id
  fix:      take one of them away",
    }
    NOT_AN_EXTRACTOR = "D0503" {
        title: "The file is not an extractor",
        meaning: "It is no shared library for this machine, it lacks the symbol or the manifest by which an \
            extractor is known, or its manifest is not valid; `found` says which. Such files in a folder of \
            chain.path are left alone unless the chain asks for them by the name that a plugin's library has.",
        remedy: "Build it as a cdylib with export_extractor!, in C with extractor.h, and for this machine's \
            processor; copy it again if the copy was cut short; or take it out of the plugin folder.",
        example: "\
error[D0503]: plugin notes.txt: it is not an extractor
  found:    no ELF file
  expected: a shared library with a manifest and the symbol extractor_plugin_v1
  fix:      build it as a cdylib with export_extractor!, or take it out of the plugin folder",
    }
    UNREADABLE = "D0504" {
        title: "A plugin, its folder or a file for it cannot be read",
        meaning: "Opening or reading a library or a folder of chain.path failed. From `plugin check`: also the \
            folder of --examples, or the file of --plugin-config. A folder of chain.path that does not exist is no \
            error.",
        remedy: "Check the path, and that the user that runs the daemon may read the file and enter its folders.",
    }
    LAYER_MISSING = "D0505" {
        title: "An extractor reads a layer that none before it publishes",
        meaning: "Extractors hand each other what they found (sentences, zones, languages) in layers. This one needs \
            a layer, and no extractor that stands before it in chain.order publishes it.",
        remedy: "Move the publisher before it, or add one to chain.order. `dragoman plugin inspect FILE` says which \
            layers a plugin reads and publishes.",
        example: "\
error[D0505]: plugin anatomy: it reads the layer languages/1, which nobody before it publishes
  found:    no extractor of the chain publishes it
  expected: an extractor that publishes languages/1 before anatomy in chain.order
  fix:      add one to chain.order, or take anatomy out",
    }
    TOO_MANY = "D0506" {
        title: "The chain has too many extractors",
        meaning: "chain.order names more extractors than a worker can hold; `expected` says how many it can.",
        remedy: "Take some out of chain.order, or split the work between two daemons with inboxes and logs of their \
            own.",
    }
    ABI_MAJOR = "D0510" {
        title: "The plugin is built for another major version of the plugin contract",
        meaning: "Its entry symbol, or its manifest, is of a major version of the contract that this daemon does not \
            speak. None of its code was run.",
        remedy: "Rebuild it with the extractor-api of this release, or use the daemon that it was built for.",
        example: "\
error[D0510]: plugin /srv/news/plugins/libquotes.so: it is built for another major version of the plugin contract
  found:    the symbol extractor_plugin_v2
  expected: extractor_plugin_v1
  fix:      rebuild it with the extractor-api of this release, or use the daemon it was built for",
    }
    ABI_MINOR = "D0511" {
        title: "The plugin needs a newer plugin contract",
        meaning: "It is built for a later minor version of the contract than this daemon has, so it may call what is \
            not there. The other way round there is no such limit: plugins of older minor versions always work.",
        remedy: "Upgrade the daemon, or rebuild the plugin with the extractor-api of this release.",
    }
    EXTENSION = "D0512" {
        title: "The plugin needs an extension that this daemon does not have",
        meaning: "Its manifest requires a part of the contract that is optional for daemons and that this one lacks. \
            `expected` lists those that it has.",
        remedy: "Upgrade the daemon, or ask the plugin's author to do without the extension where it is missing.",
    }
    TABLE = "D0513" {
        title: "The plugin's table breaks the contract",
        meaning: "The library was loaded, and the table of functions behind its entry symbol is not as the contract \
            wants it, or does not agree with its manifest.",
        remedy: "Tell the plugin's author; `dragoman plugin check FILE` says what is wrong. Until then take it out \
            of chain.order.",
    }
    NOT_GRANTED = "D0514" {
        title: "The plugin starts programs, which the config does not grant it",
        meaning: "Its manifest says that it starts other programs. That widens what all workers of the chain may do, \
            so the config has to allow it by name.",
        remedy: "If you trust the plugin and the programs that it starts, add grant = [\"exec\"] to its table; else \
            take it out of chain.order. With `plugin run`, --grant-exec does the same.",
        example: "\
error[D0514]: plugin command: it starts programs, which the config does not grant it
  found:    a manifest with the capability \"exec\"
  expected: grant = [\"exec\"] in [plugins.command]
  fix:      add that when you trust the programs that it starts, or take command out of chain.order",
    }
    SCHEMA = "D0515" {
        title: "The plugin's schema for its settings is not valid",
        meaning: "The manifest brings a JSON Schema for the plugin's table in dragoman.toml, and it is none, or \
            refers to something outside itself.",
        remedy: "Tell the plugin's author; `found` says what is wrong with the schema.",
    }
    GLIBC = "D0520" {
        title: "The plugin was built for a newer C library",
        meaning: "It uses functions of a glibc that is newer than this machine's. A library works on the glibc with \
            which it was built and on later ones, not on earlier ones.",
        remedy: "Build it on an older system, one with at most this machine's glibc, or ask its author for a build \
            with a lower floor. `dragoman plugin inspect FILE` shows what a plugin needs, `ldd --version` what there \
            is.",
        example: "\
error[D0520]: plugin /srv/news/plugins/libquotes.so: it was built for a newer C library
  found:    it needs glibc 2.39
  expected: glibc 2.36, which this machine has, or older
  fix:      build it on an older system, or ask its author for a build with a lower floor",
    }
    LINK = "D0521" {
        title: "The dynamic linker refused the plugin",
        meaning: "A worker tried to load the library, and the system's linker would not: another library that it \
            needs is missing, or a symbol is not where it should be. The text is the linker's.",
        remedy: "Install what is missing (`ldd FILE` lists it), or link it statically into the plugin. Workers see \
            the system's libraries, not those of your home folder.",
    }
    CREATE = "D0530" {
        title: "The extractor could not be created",
        meaning: "The plugin was loaded, and its `create` ended with an error; the text is the plugin's own. \
            Settings that a plugin does not like are told as D0121, with their place in dragoman.toml.",
        remedy: "Do what the text says, or take the extractor out of chain.order to run without it.",
    }
    CRASHED = "D0531" {
        title: "A worker ended before it could take documents",
        meaning: "Before a chain is trusted, a worker loads its plugins, creates the extractors and reads a sample. \
            This one crashed, exited or broke the rules of talking to the daemon on the way, or could not be \
            started. The message names the extractor that was at work, if one was, and what the worker printed last. \
            When it happens at a reload, the daemon goes on with the plugins that it has.",
        remedy: "Tell the plugin's author, and take the extractor out of chain.order until it is mended. `dragoman \
            plugin check FILE` shows more. If no extractor is named, or the text says that the worker is another \
            build, restart the daemon.",
        example: "\
error[D0531]: the extractor quotes (quotes@1.2.0) cannot be started: it was ended by signal 11 (segmentation fault)
  fix:   see the text; take the extractor out of chain.order to run without it",
    }
    TIMED_OUT = "D0532" {
        title: "A worker was not ready in time",
        meaning: "Loading the plugins and creating all extractors took longer than limits.start, or reading the \
            sample of the trial longer than limits.timeout. The message names the extractor that was at work.",
        remedy: "If the extractor reads large tables or the machine is busy, raise limits.start. An extractor that \
            needs minutes to start, or never does, is a matter for the plugin's author.",
        example: "\
error[D0532]: the extractor quotes (quotes@1.2.0) cannot be started: it was not ready after 20 s (limits.start)
  fix:   see the text; take the extractor out of chain.order to run without it",
    }
    TOOK_MACHINE_DOWN = "D0533" {
        title: "The machine went down while this chain was tried",
        meaning: "Before the daemon tries a chain, it leaves a note in its state folder, and removes it afterwards. \
            The note was still there after two restarts of the machine, so trying the chain may be what takes the \
            machine down. A daemon that starts at every boot would do that for ever; this one has not tried again.",
        remedy: "Try the plugins one by one on another machine. If something else brought the machine down, remove \
            trial.json from the state folder, which the message names, and start again.",
        example: "\
error[D0533]: plugin generation kq7x3m5tq2f4h6ja: the machine went down while this chain was tried
  found:    2 times, says /srv/news/.dragoman/trial.json
  expected: a trial that ends
  fix:      try its plugins one by one on another machine; to try again here, remove /srv/news/.dragoman/trial.json",
    }
}
