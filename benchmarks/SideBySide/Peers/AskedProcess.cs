using System.Diagnostics;
using System.Globalization;
using ProcGen.SideBySide.Measuring;

namespace ProcGen.SideBySide.Peers;

/// <summary>A process that measures by itself: it says "ready" and then answers each line on its standard input with one figure. It ends with its input.</summary>
internal sealed class AskedProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private AskedProcess(Process process) => _process = process;

    public static async Task<AskedProcess> StartAsync(string program, params string[] arguments)
    {
        var asked = new AskedProcess(Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!);
        string? greeting = await asked._process.StandardOutput.ReadLineAsync().WaitAsync(s_patience);
        return greeting == "ready" ? asked : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} did not start: '{greeting}'.");
    }

    public async Task<double> AskAsync(string question)
    {
        await _process.StandardInput.WriteLineAsync(question);
        await _process.StandardInput.FlushAsync();
        string answer = await _process.StandardOutput.ReadLineAsync().WaitAsync(s_patience) ?? throw new InvalidOperationException($"{_process.StartInfo.FileName} ended at '{question}'.");
        return double.Parse(answer, CultureInfo.InvariantCulture);
    }

    /// <summary>A side of a comparison that asks the same again and again, and ends the process with it.</summary>
    public Task<IContestant> SampleAsync(Setting setting, int samples, string question) =>
        SampledContestant.CreateAsync(setting, samples, () => new ValueTask<double>(AskAsync(question)), DisposeAsync);

    public async ValueTask DisposeAsync()
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
