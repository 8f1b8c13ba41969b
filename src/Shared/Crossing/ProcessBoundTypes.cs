using Microsoft.CodeAnalysis;

namespace ProcGen.Shared.Crossing;

/// <summary>What lives in one process, and what to send instead.</summary>
internal static class ProcessBoundTypes
{
    private const string Handle = "Open it in the worker: send the path, name or options it is made from, or create it in a [WorkerState] method.";
    private const string Waiting = "Pass a CancellationToken, and let the method return the result.";
    private const string Named = "Send its name, and open it in the worker by that.";
    private const string Times = "Send the times as TimeSpan, and make it in the worker.";
    private const string Key = "Send the key or the parameters that it is made from, as byte[] or as data.";
    private const string RowsFirst = "Read the rows into a list first, and send that.";
    private const string Lock = "A lock guards the memory of one process; the worker, which has a copy of what it guards, needs none.";
    private const string Reflection = "Send a name or an enum, and find the type or member in the worker.";
    private const string Service = "Services are made per process: create it in a [WorkerState] method and take it as a [WorkerState] parameter.";

    private static readonly Dictionary<string, string> s_advice = new(StringComparer.Ordinal)
    {
        ["System.IO.Stream"] = "A Stream is read from the caller as a parameter of the marked method, declared as Stream. Anywhere else send the bytes as byte[], or the path as a string, and open it in the worker.",
        ["System.IO.TextReader"] = "A TextReader is read from the caller as a parameter of the marked method, declared as TextReader. Anywhere else send the text as a string, or the path, and open it in the worker.",
        ["System.IO.TextWriter"] = "Return the text as a string, or send the path, and open it in the worker.",
        ["System.IO.FileSystemWatcher"] = Handle,
        ["System.IO.FileSystemInfo"] = "Send its FullName as a string.",
        ["System.IO.DriveInfo"] = "Send its Name as a string.",
        ["System.IO.Pipelines.PipeReader"] = Handle,
        ["System.IO.Pipelines.PipeWriter"] = Handle,
        ["System.IO.MemoryMappedFiles.MemoryMappedFile"] = Handle,
        ["System.Net.Sockets.Socket"] = Handle,
        ["System.Net.Sockets.TcpClient"] = Handle,
        ["System.Net.Sockets.TcpListener"] = Handle,
        ["System.Net.Sockets.UdpClient"] = Handle,
        ["System.Net.HttpListener"] = Handle,
        ["System.Net.Http.HttpMessageInvoker"] = Service,
        ["System.Net.Http.HttpContent"] = "Read it first, and send the text or the bytes.",
        ["System.Net.Http.HttpRequestMessage"] = "Send the address and the content, and make it in the worker.",
        ["System.Net.Http.HttpResponseMessage"] = "Read its content first, and send the text or the bytes.",
        ["System.Security.Cryptography.X509Certificates.X509Certificate"] = "Send its RawData as byte[], or the path of its file, and load it in the worker.",
        ["System.Security.Cryptography.AsymmetricAlgorithm"] = Key,
        ["System.Security.Cryptography.SymmetricAlgorithm"] = Key,
        ["System.Security.Cryptography.HashAlgorithm"] = "Send its name, and make it in the worker.",
        ["System.Buffers.IMemoryOwner`1"] = "Send its Memory.",
        ["System.Buffers.MemoryPool`1"] = "Rent from MemoryPool<T>.Shared in the worker.",
        ["System.Runtime.InteropServices.SafeHandle"] = Handle,
        ["System.Runtime.InteropServices.CriticalHandle"] = Handle,
        ["System.Runtime.InteropServices.GCHandle"] = "It points into the memory of one process. Send the object itself.",
        ["System.RuntimeTypeHandle"] = Reflection,
        ["System.RuntimeMethodHandle"] = Reflection,
        ["System.RuntimeFieldHandle"] = Reflection,
        ["System.Type"] = Reflection,
        ["System.Reflection.MemberInfo"] = Reflection,
        ["System.Reflection.Assembly"] = Reflection,
        ["System.Reflection.Module"] = Reflection,
        ["System.Reflection.ParameterInfo"] = Reflection,
        ["System.Linq.Expressions.Expression"] = "Send the data that the expression is made from.",
        ["System.Delegate"] = "Mark the method it would call with [RunInProcess], and call that in the worker.",
        ["System.Threading.Tasks.Task"] = "Await it before the call and send its result.",
        ["System.Threading.Tasks.ValueTask"] = "Await it before the call and send its result.",
        ["System.Threading.Tasks.ValueTask`1"] = "Await it before the call and send its result.",
        ["System.Threading.Tasks.TaskCompletionSource"] = Waiting,
        ["System.Threading.Tasks.TaskCompletionSource`1"] = Waiting,
        ["System.Threading.Tasks.TaskScheduler"] = "The worker has a scheduler of its own; send the options it is made from.",
        ["System.Threading.SynchronizationContext"] = "Await the call where the context is, and go on there.",
        ["System.Threading.ExecutionContext"] = "Send the values that the method needs of it.",
        ["System.Threading.Thread"] = "Send its name or its number; the worker has threads of its own.",
        ["System.Threading.ThreadLocal`1"] = "Send its Value.",
        ["System.Threading.AsyncLocal`1"] = "Send its Value.",
        ["System.Threading.Timer"] = Times,
        ["System.Threading.PeriodicTimer"] = Times,
        ["System.Timers.Timer"] = Times,
        ["System.Threading.CancellationToken"] = "A token crosses as a parameter of the marked method itself.",
        ["System.Threading.CancellationTokenSource"] = "Pass its token as a parameter of the marked method.",
        ["System.Threading.CancellationTokenRegistration"] = "Pass the token as a parameter of the marked method, and register there.",
        ["System.IProgress`1"] = "A progress crosses as a parameter of the marked method itself.",
        ["System.Threading.Mutex"] = Named,
        ["System.Threading.Semaphore"] = Named,
        ["System.Threading.EventWaitHandle"] = Named,
        ["System.Threading.WaitHandle"] = Lock,
        ["System.Threading.Lock"] = Lock,
        ["System.Threading.SpinLock"] = Lock,
        ["System.Threading.SemaphoreSlim"] = Lock,
        ["System.Threading.ManualResetEventSlim"] = Lock,
        ["System.Threading.ReaderWriterLockSlim"] = Lock,
        ["System.Threading.ReaderWriterLock"] = Lock,
        ["System.Threading.Barrier"] = Lock,
        ["System.Threading.CountdownEvent"] = Lock,
        ["System.Threading.Channels.ChannelReader`1"] = "It is read from the caller as a parameter of the marked method itself. Return an IAsyncEnumerable<T>.",
        ["System.Threading.Channels.ChannelWriter`1"] = "Return an IAsyncEnumerable<T> from the marked method.",
        ["System.Threading.Channels.Channel`2"] = "Take and return IAsyncEnumerable<T> in the marked method.",
        ["System.WeakReference"] = "Send the object itself.",
        ["System.WeakReference`1"] = "Send the object itself.",
        ["System.Runtime.CompilerServices.ConditionalWeakTable`2"] = "Send what it holds as a dictionary or as pairs.",
        ["System.Diagnostics.Process"] = "Send its Id.",
        ["System.Diagnostics.Stopwatch"] = "Send a TimeSpan.",
        ["System.Random"] = "Send a seed and make it in the worker.",
        ["System.MarshalByRefObject"] = Handle,
        ["System.AppDomain"] = "The worker has one of its own; send the values that the method needs of it.",
        ["System.Runtime.Loader.AssemblyLoadContext"] = "Send the path of the assembly, and load it in the worker.",
        ["System.Data.Common.DbConnection"] = "Open it in the worker: send the connection string, or create it in a [WorkerState] method.",
        ["System.Data.Common.DbCommand"] = "Make it in the worker from its text and parameters.",
        ["System.Data.Common.DbDataReader"] = RowsFirst,
        ["System.Data.Common.DbTransaction"] = "A transaction belongs to a connection, which is open in one process: begin it in the worker.",
        ["System.Data.DataTable"] = RowsFirst,
        ["System.Data.DataSet"] = RowsFirst,
        ["System.Data.DataView"] = RowsFirst,
        ["System.Data.IDbConnection"] = "Open it in the worker: send the connection string, or create it in a [WorkerState] method.",
        ["System.Data.IDbCommand"] = "Make it in the worker from its text and parameters.",
        ["System.Data.IDataReader"] = RowsFirst,
        ["Microsoft.EntityFrameworkCore.DbContext"] = "Create it in the worker: send the ids of the rows, or take it as a [WorkerState] parameter.",
        ["System.IServiceProvider"] = Service,
        ["Microsoft.Extensions.Logging.ILogger"] = "Log in the worker with a logger made there; its output is forwarded.",
        ["Microsoft.Extensions.Logging.ILoggerFactory"] = "Log in the worker with a logger made there; its output is forwarded.",
        ["Microsoft.Extensions.Configuration.IConfiguration"] = "Send the values, bound to a type of their own.",
        ["Microsoft.AspNetCore.Http.HttpContext"] = "Send the values that the method needs.",
        ["ProcGen.WorkerProcess"] = "A worker process is owned by the process that started it.",
        ["ProcGen.ProcessPool"] = "A pool is owned by the process that made it; a worker has a pool of its own.",
        ["ProcGen.IProcessExecutor"] = "An executor is owned by the process that made it; a worker has a pool of its own.",
        ["ProcGen.ProcessInvocation"] = "Make the call in the worker.",
    };

    /// <summary>The advice for a type that is, derives from or implements something that lives in one process; or null.</summary>
    public static string? FindAdvice(ITypeSymbol type)
    {
        for (ITypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            if (t is INamedTypeSymbol named && s_advice.TryGetValue(named.Metadata(), out string? advice))
            {
                return advice;
            }
        }

        foreach (INamedTypeSymbol implemented in type.AllInterfaces)
        {
            if (s_advice.TryGetValue(implemented.Metadata(), out string? advice))
            {
                return advice;
            }
        }

        return null;
    }

    /// <summary>Whether a type holds a resource that somebody has to release, so that a copy of its visible state would not be the thing itself.</summary>
    public static bool IsDisposable(ITypeSymbol type)
    {
        foreach (INamedTypeSymbol implemented in type.AllInterfaces)
        {
            if (implemented.Metadata() is "System.IDisposable" or "System.IAsyncDisposable")
            {
                return true;
            }
        }

        return type is INamedTypeSymbol named && named.Metadata() is "System.IDisposable" or "System.IAsyncDisposable";
    }
}
