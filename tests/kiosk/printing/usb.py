# ruff: noqa: ANN001 - the methods' signatures are pyusb's
"""A USB bus with printers on it, for pyusb: a backend that knows no hardware.

Its end points are not those that python-escpos takes for granted (0x82 and 0x01), as with many real printers.
"""

from array import array
from types import SimpleNamespace

import usb.backend
from usb.core import USBError, USBTimeoutError

from kiosk.printing.emulator import EmulatedPrinter

INTO, OUT = 0x81, 0x03


class UsbBus(usb.backend.IBackend):
    """`plugged`: is the first printer's cable in. `add` plugs in another of the same kind; each has the serial number
    "S<its socket>".
    """

    def __init__(self, machine: EmulatedPrinter, vendor: int = 0x04B8, product: int = 0x0E15) -> None:
        self.machine = machine
        self.plugged = True
        self.others: list[SimpleNamespace] = []
        self.limits: list[int] = []  # the timeout of each transfer, in milliseconds; 0 is for ever
        self._device = SimpleNamespace(
            bLength=18,
            bDescriptorType=1,
            bcdUSB=0x200,
            bDeviceClass=0,
            bDeviceSubClass=0,
            bDeviceProtocol=0,
            bMaxPacketSize0=64,
            idVendor=vendor,
            idProduct=product,
            bcdDevice=0x100,
            iManufacturer=0,
            iProduct=0,
            iSerialNumber=3,
            bNumConfigurations=1,
            address=1,
            bus=1,
            port_number=1,
            port_numbers=(1,),
            speed=2,
            machine=machine,
            said=b"",
        )
        self._configuration = SimpleNamespace(
            bLength=9,
            bDescriptorType=2,
            wTotalLength=32,
            bNumInterfaces=1,
            bConfigurationValue=1,
            iConfiguration=0,
            bmAttributes=0xC0,
            bMaxPower=1,
            extra_descriptors=[],
        )
        self._interface = SimpleNamespace(
            bLength=9,
            bDescriptorType=4,
            bInterfaceNumber=0,
            bAlternateSetting=0,
            bNumEndpoints=2,
            bInterfaceClass=7,
            bInterfaceSubClass=1,
            bInterfaceProtocol=2,
            iInterface=0,
            extra_descriptors=[],
        )
        self._ends = [
            SimpleNamespace(
                bLength=7,
                bDescriptorType=5,
                bEndpointAddress=address,
                bmAttributes=2,
                wMaxPacketSize=64,
                bInterval=0,
                bRefresh=0,
                bSynchAddress=0,
                extra_descriptors=[],
            )
            for address in (OUT, INTO)
        ]

    def add(self, machine: EmulatedPrinter, socket: int) -> None:
        mine = {"machine": machine, "said": b"", "address": socket, "port_number": socket, "port_numbers": (socket,)}
        self.others.append(SimpleNamespace(**(vars(self._device) | mine)))

    def move(self, socket: int) -> None:
        """The first printer, into another socket."""
        self._device.address = self._device.port_number = socket
        self._device.port_numbers = (socket,)

    def enumerate_devices(self):
        return iter([*self.others, *([self._device] if self.plugged else [])])

    def get_device_descriptor(self, dev):
        return dev

    def ctrl_transfer(self, dev_handle, bm_request_type, b_request, w_value, w_index, data, timeout):  # noqa: PLR0917
        """Strings: which languages there are, and the serial number."""
        text = "\u0409" if w_value & 0xFF == 0 else f"S{dev_handle.port_number}"
        answer = array("B", bytes((2 + 2 * len(text), 3)) + text.encode("utf-16-le"))
        data[: len(answer)] = answer
        return len(answer)

    def get_configuration_descriptor(self, dev, config):
        if config:
            raise IndexError(config)
        return self._configuration

    def get_interface_descriptor(self, dev, intf, alt, config):
        if intf or alt:
            raise IndexError(intf)
        return self._interface

    def get_endpoint_descriptor(self, dev, ep, intf, alt, config):
        return self._ends[ep]

    def open_device(self, dev):
        return dev

    def close_device(self, dev_handle):
        pass

    def set_configuration(self, dev_handle, config_value):
        pass

    def get_configuration(self, dev_handle):
        return 1

    def claim_interface(self, dev_handle, intf):
        pass

    def release_interface(self, dev_handle, intf):
        pass

    def reset_device(self, dev_handle):
        pass

    def bulk_write(self, dev_handle, ep, intf, data, timeout):
        self._there(dev_handle, timeout)
        assert ep == OUT
        dev_handle.said += dev_handle.machine.take(bytes(data))
        return len(data)

    def bulk_read(self, dev_handle, ep, intf, buff: array, timeout):
        self._there(dev_handle, timeout)
        assert ep == INTO
        dev_handle.said += dev_handle.machine.speak()
        if not dev_handle.said:
            raise USBTimeoutError("Operation timed out", None, 110)
        said, dev_handle.said = dev_handle.said[: len(buff)], dev_handle.said[len(buff) :]
        buff[: len(said)] = array("B", said)
        return len(said)

    def _there(self, dev: SimpleNamespace, timeout: int) -> None:
        self.limits.append(timeout)
        if dev is self._device and not self.plugged:
            raise USBError("No such device (it may have been disconnected)", None, 19)
