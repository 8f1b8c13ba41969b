using ProcGen.Pictures;

if (args.Length != 1)
{
    Console.Error.WriteLine("dotnet run -c Release --project benchmarks/Pictures -- FOLDER    draws latency.png and payload.png into a folder; docs/images for the documentation's");
    return 2;
}

Directory.CreateDirectory(args[0]);
await LatencyPicture.DrawAsync(Path.Combine(args[0], "latency.png"));
await PayloadPicture.DrawAsync(Path.Combine(args[0], "payload.png"));
return 0;
