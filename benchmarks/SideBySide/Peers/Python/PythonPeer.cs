using System.Diagnostics;
using System.Globalization;
using ProcGen.SideBySide.Measuring;

namespace ProcGen.SideBySide.Peers.Python;

/// <summary>A Python process that measures its side of a case itself, asked over its standard input.</summary>
internal sealed class PythonPeer
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private PythonPeer(Process process) => _process = process;

    /// <summary>Repeats the operation of the case.</summary>
    public static async Task<IContestant> TimeAsync(Setting setting)
    {
        PythonPeer peer = await StartAsync(setting.Case);
        return await TimedContestant.CreateAsync(setting, async operations => await peer.AskAsync($"run {operations}"), peer.CloseAsync);
    }

    /// <summary>Takes single operations of the case.</summary>
    public static Func<Setting, Task<IContestant>> Sample(int samplesPerRepetition = 1) =>
        async setting =>
        {
            PythonPeer peer = await StartAsync(setting.Case);
            return await SampledContestant.CreateAsync(
                setting, setting.Effort.Repetitions * samplesPerRepetition, () => new ValueTask<double>(peer.AskAsync("sample")), peer.CloseAsync);
        };

    private static async Task<PythonPeer> StartAsync(string name)
    {
        string python = PythonLocator.Find() ?? throw new PeerAbsentException("there is no python3 on the path");
        string script = Path.Combine(AppContext.BaseDirectory, "peers.py");
        var peer = new PythonPeer(Process.Start(new ProcessStartInfo(python, [script, name]) { RedirectStandardInput = true, RedirectStandardOutput = true })!);
        string? greeting = await peer._process.StandardOutput.ReadLineAsync().WaitAsync(s_patience);
        return greeting == "ready" ? peer : throw new InvalidOperationException($"{python} {script} {name} did not start: '{greeting}'.");
    }

    private async Task<double> AskAsync(string question)
    {
        await _process.StandardInput.WriteLineAsync(question);
        await _process.StandardInput.FlushAsync();
        string answer = await _process.StandardOutput.ReadLineAsync().WaitAsync(s_patience) ?? throw new InvalidOperationException($"The Python side ended at '{question}'.");
        return double.Parse(answer, CultureInfo.InvariantCulture);
    }

    private async ValueTask CloseAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
