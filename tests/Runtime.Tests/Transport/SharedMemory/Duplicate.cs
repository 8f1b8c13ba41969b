using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using ProcGen.Transport;

namespace ProcGen.Tests.Transport;

internal static class Duplicate
{
    /// <summary>A second descriptor of the same object, as another process gets it.</summary>
    public static SafeFileHandle Of(SafeHandle descriptor)
    {
        var copy = new SafeFileHandle(LinuxCalls.FileControl(descriptor, LinuxCalls.DuplicateCloseOnExec, 3), ownsHandle: true);
        Assert.False(copy.IsInvalid, Marshal.GetLastPInvokeErrorMessage());
        return copy;
    }
}
