"""What a control does, in one sentence, by the name that it has on screen: for screen readers, where neither a tooltip
nor a word of the glossary says it. A name may have places; of a name with a dot in it ("Jupyter · Open …") the last
part counts."""

from __future__ import annotations

from core.sentence import Sentence, say

ABOUT: tuple[tuple[Sentence, Sentence], ...] = (
    # the trainer page
    (say("More settings"), say("Shows or hides the settings that are rarely changed.")),
    (say("Layer"), say("Shows the selected layer beside the network.")),
    (say("Data"), say("Shows the data and the settings of the training.")),
    (say("Device"), say("Shows how busy the device is.")),
    # looking inside
    (say("Three layers"), say("Shows one step as Python, as PyTorch's own work, and as the work of the device.")),
    (say("Step through"), say("Walks through one step with the real numbers.")),
    (say("Tensors"), say("Lets you try lines of PyTorch on the tensors of this training.")),
    (say("CPU and GPU"), say("Measures the pieces of a step on the devices of this computer.")),
    (say("One step in three layers"), say("What each line, call and kernel takes; the arrow keys choose one.")),
    (say("Tensors here"), say("The tensors that there are at this point of the step; the arrow keys choose one.")),
    (say("Guided pieces"), say("Short pieces to try, one after the other; Enter opens the one that is chosen.")),
    (say("Names there are"), say("The names that a line can use; the arrow keys choose one.")),
    (say("Tensors and their memory"), say("Which tensors share memory; the arrow keys go from one to the next.")),
    (say("What was typed and answered"), say("Every line with its answer, the newest at the end.")),
    (say("Measure"), say("Measures now; the training goes on meanwhile.")),
    # installing
    (say("Environments on this computer"), say("Every environment that was found, whoever made it.")),
    (say("Look at this computer"), say("Looks at its devices, memory, disks and conda; changes nothing.")),
    (say("Look again"), say("Looks once more at what there is now.")),
    (say("New environment"), say("Opens the wizard, which makes an environment with PyTorch.")),
    (say("From a lock file …"), say("Makes the environment of a lock file again, exactly.")),
    (say("What is wrong here?"), say("Asks the sources that installs come from, and says what is wrong.")),
    (say("Copy the command shown below the actions"), say("Copies the command that does the same by hand.")),
    (say("Continue"), say("Goes on to the next step.")),
    (say("Back"), say("Goes back to the step before.")),
    (say("Step {number} of {count}: {name}, {state}"), say("Goes back to this step, if it is done.")),
    (say("Choose"), say("Goes on to choosing a build of PyTorch.")),
    (say("Everything in order ({count})"), say("Shows or hides what is in order.")),
    (say("Other ways and versions"), say("Shows or hides the choices for experts.")),
    (say("Make the plan"), say("Asks what would be downloaded; changes nothing.")),
    (say("All {count} packages"), say("Shows the list of packages with their sizes.")),
    (say("Hide the packages"), say("Hides the list of packages.")),
    (say("Copy"), say("Puts this on the clipboard.")),
    (say("Save as script"), say("Saves the commands that do the same by hand.")),
    (say("bash"), say("Shows the commands for this shell.")),
    (say("PowerShell"), say("Shows the commands for this shell.")),
    (say("Start the install"), say("Downloads and makes what the plan shows.")),
    (say("Pause"), say("Stops for now; nothing is lost.")),
    (say("Cancel …"), say("Asks whether to stop and to delete what is there.")),
    (say("Show the log"), say("Shows every line of what happens.")),
    (say("Hide the log"), say("Hides the lines of what happens.")),
    (say("Use the trainer meanwhile"), say("Opens the page Train; the install goes on.")),
    (say("Train in this environment"), say("Opens the page Train on the PyTorch of this environment.")),
    (say("Train here"), say("Opens the page Train on the PyTorch of this environment.")),
    (say("Make another"), say("Begins the wizard again for another environment.")),
    (say("Open the first notebook"), say("Starts Jupyter and opens a notebook that was made for you.")),
    (say("Open VS Code"), say("Opens the folder of the notebooks in VS Code.")),
    (say("Open a terminal"), say("Opens a terminal with this environment active.")),
    (say("Open the folder of the notebooks"), say("Shows the folder in the system's file browser.")),
    (say("matplotlib, pandas, scikit-learn"), say("Packages for plots and tables that many courses use.")),
    # runs and settings
    (say("Saved trainings"), say("Every saved training; Enter continues the one that is chosen.")),
    (say("Open"), say("Continues the training that is chosen.")),
    (say("Rename …"), say("Asks for another name for the training that is chosen.")),
    (say("Show the tour"), say("Shows the five steps over the page Train.")),
    (say("Language"), say("The language of the window; it changes at once.")),
    (say("Appearance"), say("Light or dark, or as the system is.")),
    (say("Size"), say("How large everything in the window is.")),
    (say("Motion"), say("Short animations that show where something comes from.")),
    (say("Change …"), say("Asks for another folder for new trainings.")),
    (say("Open folder"), say("Shows the folder in the system's file browser.")),
    # messages
    (say("Details"), say("Shows the report about this.")),
    (say("Copy report"), say("Puts a report on the clipboard; names are masked.")),
    (say("Open log"), say("Shows the folder with the logs.")),
    # the rail
    (say("Train"), say("The page on which a network trains while you change it.")),
    (say("Look inside"), say("The page that shows what one step is made of.")),
    (say("Install"), say("The wizard that makes an environment with PyTorch.")),
    (say("Environments"), say("The page with every environment on this computer.")),
    (say("Runs"), say("The page with every saved training.")),
    (say("Settings"), say("The page with language, appearance, size and folders.")),
)  # fmt: skip
