namespace ProcGen.Tour;

/// <summary>One stop of the tour: shows something and checks that it is so.</summary>
internal interface ISection
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>What the section shows, in one line.</summary>
    string Title { get; }

    /// <summary>Runs the section. An exception that leaves it is a failed section.</summary>
    Task RunAsync(Guide guide);
}
