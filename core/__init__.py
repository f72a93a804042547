"""The part of TorchGarden that needs no window: plain data, and functions on it.

Its top level imports the standard library only, on any Python from 3.10 on, because the same files run
in the app, in the train worker inside somebody's conda environment, and in the install worker.

One word for each thing and one thing for each word, in the code, the messages and on screen. ``not:`` words are not
used for it. ``in:`` names the rooms in which a file may be called by a word that has had other meanings.
`tests/test_glossary.py` reads the names of files, folders and classes against this list.

A network
    Net             the layers of a network, as plain and frozen data
                    not: architecture, topology
    Layer           one entry of a Net
    key             a `LayerKey`: names a Layer for good; edits, code and files use it
    position        where a Layer stands, from 1 in the order the data flows; people read and type it
    hidden place    which hidden layer it is, from 1: the 2 of "Hidden 2"
    unit            one neuron of a dense layer, one channel of a convolution
                    not: neuron, filter
    edit            a change to a Net: Widen, Narrow, InsertLayer, RemoveLayer, SetActivation ...
                    not: mutation, modification
    label           an edit in a few words, for marks and the timeline
    preview         what an edit would do, measured before it is done
                    in: core/train, gui/train
    probe           held-out samples on which an edit is measured and a portrait is taken
                    in: core/train/training
Training
    Model           a Net with its tensors: parameters, buffers, optimizer memory
    Training        the live thing: a Model, data, settings, step count, order of the samples
    Adopted         a Training with a change made to it, measured and ready to be taken over in one assignment
    NetChanged      the network as it is now, in every event after which it is another one
    settings        what a training learns with: optimizer, learning rate, batch size ...
                    not: hyperparameters
    state           what decides the next step, as it was between two steps: undo, saves and devices take it
                    not: moment
    step            one optimizer step, nothing else; of the wizard, one page of it
    ladder          the ways to take a step, from plain to a device's graph: what climbs and what falls
    Tick            one point for the charts
                    not: meter
    spot            a unit of the drawing or a line to it, whose numbers are told while somebody looks at it
    feature map     what one unit of a convolution gives for each place of a picture
    portrait        how the network looks now: units, links, what they do
    fade            a layer's activation becomes linear while training goes on; then the layer is folded away
    unfold          an inserted layer's activation, linear at first, becomes what the plan says while training goes on
    successor       a smaller model that is trained beside, and takes over when it is as good
    twin            the run that did not make an edit, trained beside the one that did, to be compared with it
    fork            where a twin leaves the training: right before an edit
    mark            an edit on the charts, with its label and the loss before and after
    stop            a condition at which a training pauses by itself
    hit             a stop that has paused it, with what was different from the step before
    Lookout         what watches a training for its stops
    Run             a saved training
    bin             where what was deleted waits, the system's or for thirty days our own
                    not: trash
    Timeline        every edit and setting of a run with its step
    branch          a way that a training went on from one of its steps; the tree is all branches of a run
    keyframe        a state that is kept on the way, so that an earlier step is soon done again
    plane           what points with two numbers lie in; its *reach* is half its width
    held out        samples that are not trained on, but validated on
    border          where the network's answer changes from one class to the other
    residual        what is true less what is predicted
Workers
    Worker          a child process: commands in, events out
                    not: daemon
    trainer         the worker that trains
    installer       the worker that makes and looks after environments
    command         what the app asks of a worker; each is answered by exactly one event
                    in: core/messages
    event           what a worker says
    wire            how commands and events are written as lines
    backlog         the events that wait for the window: a bounded number
    text door       the app without a window: `torchgarden train`, `torchgarden env`
    conversation    a talk of the text door with a worker, one command after another
    handover        starting a program that outlives us: Jupyter, an editor, a terminal
                    not: handoff
    recording       what the app and a worker said to each other, in a file, to be played again
Environments
    Machine         this computer, as it was looked at
                    not: host
    finding         one thing found out about a Machine, as a sentence
    Choice          the matching set of torch and its companions that was chosen for a Machine
                    in: core/env, core/messages, gui/install
    Recipe          what an environment should hold
                    in: core/env, core/messages
    Plan            the stages, sizes and commands for a Recipe on a Machine; the plan of a network is a Net
                    in: core/env, core/messages, core/net, gui/install
    stage           a part of an install
    progress        how far an install is, and how long it will still take
    journal         what is known of an install under way, on disk before anything is done
    phase           what lies on the disk of an install under way; the journal holds it
    lock            what keeps a second process away from a run, the settings or an install; the *lock file* is
                    another thing: what an environment holds
    context         what every install is handed: cache, journals, sources, patience
                    not: workshop
    prefix          the folder of an environment
    Env             an environment: a folder with a Python and perhaps torch
    fault           an error text of torch or a driver that is known, with cause and mend
                    not: doctor
    shell           a program that reads typed commands: bash, PowerShell
                    in: core/env, gui/install
The window
    page            what fills the window
    panel           a part of a page
    chart           a live plot
                    not: diagram
    pad             where a person draws a digit, or lays a sample, for the network to answer
    ink             what was drawn on the pad, before it is scaled as the data was
    specimen        a sample that is shown with what the network took it for
    matrix          the confusion matrix: how often each class was taken for each
    quantity        what a chart shows: loss, gradient norm, dead units per layer ...
    spread          how the values of a layer lie, counted in equal bins
    drawing         the picture of the network, with its buttons
                    not: netview
    frame           one turn of the window's timer; the *page frame* holds the rail and the pages
                    in: gui/window
    worker room     what the window keeps of one worker: whether it lives, what it was asked
    Preferences     what a person has set for the app: language, theme, folders
                    not: choices
    Setting         what a session, a room or a page is built with, handed in as one value
    kit             what pages are made of: buttons, inputs, dialogs, icons, theme
    Problem         what a person sees when something failed, as a sentence
                    not: trouble, failure
The source
    room            a folder of core or gui: one verb, some twelve files
                    in: gui/train/worker_room, gui/install/worker_room, gui/inside/worker_room,
                        gui/data/worker_room
"""
