using System.Diagnostics;
using ProcGen.Tour;
using ProcGen.Tour.Sections;
using Spectre.Console;

ISection[] all =
[
    new ProcessSection(),
    new SubclassSection(),
    new PoolSection(),
    new ExecutorSection(),
    new AsyncBodiesSection(),
    new TimeoutKillSection(),
    new CrashSurvivalSection(),
    new MemoryLimitSection(),
    new ExceptionsSection(),
    new QueueSection(),
    new JoinableQueueSection(),
    new PipeSection(),
    new ValueArraySection(),
    new SyncSection(),
    new StreamResultSection(),
    new StreamArgumentSection(),
    new NestedGeneratorsSection(),
    new PipelineSection(),
    new ProgressSection(),
    new ManagerSection(),
    new ManagerNetworkSection(),
    new CustomObjectSection(),
];

if (args is ["--list"])
{
    Array.ForEach(all, section => Console.WriteLine(section.Name));
    return 0;
}

var chosen = args.Length == 0 ? all : all.Where(section => args.Contains(section.Name)).ToArray();
if (args.Except(all.Select(section => section.Name)).ToArray() is { Length: > 0 } unknown)
{
    Console.Error.WriteLine($"There is no section '{unknown[0]}'. The sections are: {string.Join(", ", all.Select(section => section.Name))}.");
    return 2;
}

if (Console.IsOutputRedirected)
{
    // A file has no width: lines are not to be broken.
    AnsiConsole.Profile.Width = 10_000;
}

var failed = 0;
foreach (var (index, section) in chosen.Index())
{
    var guide = new Guide(AnsiConsole.Console);
    var clock = Stopwatch.StartNew();
    guide.Open(index + 1, section);
    try
    {
        await section.RunAsync(guide);
    }
    catch (Exception error)
    {
        guide.Check(false, $"the section ran to its end ({error})");
    }

    guide.Close(clock.Elapsed);
    failed += guide.Failures > 0 ? 1 : 0;
}

Console.WriteLine($"tour: {chosen.Length} sections, {failed} failed");
return failed == 0 ? 0 : 1;
