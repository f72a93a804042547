"""The part of TorchGarden that needs no window: plain data, and functions on it.

Its top level imports the standard library only, on any Python from 3.10 on, because the same files run
in the app, in the train worker inside somebody's conda environment, and in the install worker.

One word for each thing, everywhere in the code, the messages and on screen:

==========  ==========================================================================
Net         the plan of a network: plain and frozen (`core.net.plan`)
Layer       one entry of a Net; numbered from 1 in the order the data flows, each with a lasting ``key``
edit        a change to a Net: Widen, Narrow, InsertLayer, RemoveLayer, SetActivation ...
Model       a Net with its tensors: parameters, buffers, optimizer memory (`core.train.model.model`)
Training    the live thing: a Model, data, settings, step count, undo ring
step        one optimizer step, nothing else
Tick        one point for the charts
Worker      a child process: commands in, events out
command     what the app asks of a worker; each is answered by exactly one event
event       what a worker says
Machine     this computer
Recipe      what an environment should hold
Plan        the stages, sizes and commands for a Recipe on a Machine
stage       a part of an install
Env         a folder with a Python and perhaps torch
Run         a saved training
Timeline    every edit and setting of a run with its step
page        what fills the window
panel       a part of a page
chart       a live plot
problem     what a person sees when something failed
==========  ==========================================================================
"""
