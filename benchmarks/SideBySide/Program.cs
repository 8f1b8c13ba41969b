using System.Runtime.InteropServices;
using ProcGen.SideBySide;
using ProcGen.SideBySide.Cases;
using ProcGen.SideBySide.Measuring;
using ProcGen.SideBySide.Peers.Python;
using Spectre.Console;

CommandLine commandLine;
try
{
    commandLine = CommandLine.Parse(args, AllCases.List);
}
catch (ArgumentException error)
{
    Console.Error.WriteLine(error.Message);
    Console.Error.WriteLine(CommandLine.Usage);
    return 2;
}

if (commandLine.OnlyList)
{
    foreach (Case listed in AllCases.List)
    {
        Console.WriteLine(listed.Name);
    }

    return 0;
}

if (Console.IsOutputRedirected)
{
    // A file has no width: lines are not to be broken.
    AnsiConsole.Profile.Width = 10_000;
}

string carrier = Environment.GetEnvironmentVariable("PROCGEN_TRANSPORT") == "socket" || !OperatingSystem.IsLinux() ? "sockets" : "shared memory (PROCGEN_TRANSPORT=socket for sockets)";
Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors, {RuntimeInformation.ProcessArchitecture}; {PythonLocator.Describe()}");
Console.WriteLine($"ProcGen's calls travel over {carrier}");
var results = new List<Comparison>();
var failed = new List<string>();
foreach (Case next in commandLine.Cases)
{
    Console.WriteLine($"{next.Name}: {next.Task}");
    try
    {
        results.AddRange(await Runner.RunAsync(next, commandLine.Effort, reason => Console.WriteLine($"  {reason}")));
    }
    catch (NoFigureException reason)
    {
        Console.WriteLine($"  no figure: {reason.Message}");
    }
    catch (Exception error)
    {
        // What was measured before is worth its minutes, and so is what comes after.
        Console.Error.WriteLine($"  {next.Name} failed: {error}");
        failed.Add(next.Name);
    }
}

Report.Print(results);
if (commandLine.JsonFile is { } file)
{
    Report.Write(file, results);
}

if (failed.Count > 0)
{
    Console.Error.WriteLine($"Not measured: {string.Join(", ", failed)}.");
    return 1;
}

return 0;
